package io.counterweight.demo.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A controller's REST API, as an operator's script uses it. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** An answer; the body is missing where it was no JSON. */
    public record Answer(int status, JsonNode body, Optional<String> etag) {}

    private final String base;
    private final String token;

    public Api(String address, String token) {
        this.base = "http://" + address + ":" + Site.API_PORT;
        this.token = token;
    }

    public String base() {
        return base;
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer put(String path, JsonNode body, Optional<String> ifMatch) {
        HttpRequest.Builder request = request(path).PUT(BodyPublishers.ofString(body.toString()));
        ifMatch.ifPresent(tag -> request.header("If-Match", tag));
        return send(request.build());
    }

    public Answer post(String path, JsonNode body) {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())).build());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE().build());
    }

    public Answer delete(String path, String ifMatch) {
        return send(request(path).header("If-Match", ifMatch).DELETE().build());
    }

    /** The state, or nothing while the controller does not answer with one. */
    public Optional<JsonNode> state() {
        try {
            Answer answer = get("/api/v1/state");
            return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Whether the controller says that it is ready. */
    public boolean ready() {
        try {
            return get("/q/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The weight served in a datacenter for a service, in thousandths; empty while it is not known. */
    public Optional<Integer> weight(String service, String datacenter) {
        return state().map(state ->
                        state.path("services").path(service).path("weights").path(datacenter))
                .filter(JsonNode::isInt)
                .map(JsonNode::asInt);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    json(response.body()),
                    response.headers().firstValue("ETag"));
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode json(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
