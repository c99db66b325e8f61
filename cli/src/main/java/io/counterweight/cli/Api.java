package io.counterweight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A controller's API, as the options name it. */
final class Api {
    private static final int MOST_ERROR_BYTES = 1 << 16;
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "A controller's API; by default ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file that holds the token; else the variable CW_TOKEN is read. A token on the command line would be seen.")
    private @Nullable Path tokenFile;

    /** What takes an answer's body. */
    interface Taking<T> {
        T take(InputStream body) throws IOException;
    }

    /** Takes the answer's body, where it is 200. */
    <T> T get(String path, String accept, Taking<T> taking) throws Cannot, WrongUse, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(ANSWER).header("Accept", accept);
        String token = token();
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw refused(answer);
            }
            try (InputStream body = answer.body()) {
                return taking.take(body);
            }
        } catch (FileSystemException e) {
            throw new Cannot(
                    e.getFile() + " cannot be written: " + e.getClass().getSimpleName() + "; name another file");
        } catch (ConnectException e) {
            throw new Cannot("nobody takes connections at " + url
                    + ": see that a controller runs there, or name another one's API with --url");
        } catch (HttpTimeoutException e) {
            throw new Cannot("no answer came from " + url
                    + " in time: see how the controller there fares, or name another one's API with --url");
        } catch (IOException e) {
            throw new Cannot("no answer came from " + url + ": " + e.getMessage()
                    + "; name a controller's API with --url, with http:// or https:// as it listens");
        }
    }

    private URI uri(String path) throws WrongUse {
        try {
            URI uri = URI.create(url.replaceAll("/+$", "") + path);
            if (uri.getHost() != null
                    && List.of("http", "https").contains(uri.getScheme())
                    && uri.getPort() != 0
                    && uri.getPort() <= HIGHEST_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw noAddress();
        }
        throw noAddress();
    }

    private WrongUse noAddress() {
        return new WrongUse("--url " + url + " is no http or https address: write it like http://127.0.0.1:8080");
    }

    private String token() throws Cannot {
        if (tokenFile == null) {
            String variable = System.getenv("CW_TOKEN");
            return variable == null ? "" : variable.strip();
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new Cannot("the token's file cannot be read: " + e.getMessage());
        }
    }

    /** What the controller itself says of what went wrong, and of the next step. */
    private static Cannot refused(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            String text = new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
            return new Cannot(answer.statusCode() + ": " + detail(text));
        }
    }

    private static String detail(String text) {
        try {
            JsonNode detail = new ObjectMapper().readTree(text).path("detail");
            return detail.isTextual() ? detail.textValue() : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
