package io.counterweight.demo.shop;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets the shop feel unwell: it then tells its own datacenter's controller by a pushed signal, the way any application can with one
 * HTTP request.
 */
@Path("/trouble")
public class Trouble {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String datacenter;
    private final String instance;
    private final URI signals;
    private final java.nio.file.Path token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis());

    public Trouble(
            @ConfigProperty(name = "shop.datacenter") String datacenter,
            @ConfigProperty(name = "shop.instance") String instance,
            @ConfigProperty(name = "shop.signals") URI signals,
            @ConfigProperty(name = "shop.token") java.nio.file.Path token) {
        this.datacenter = datacenter;
        this.instance = instance;
        this.signals = signals;
        this.token = token;
    }

    /** Pushes a signal: this capacity (0 to 1), for so many seconds, for this reason. */
    @POST
    @Blocking
    public Response push(
            @QueryParam("capacity") double capacity,
            @QueryParam("seconds") int seconds,
            @QueryParam("reason") String reason)
            throws IOException, InterruptedException {
        String body = """
                {"service": "shop", "datacenter": "%s", "sender": "%s", "status": "%s", "capacity": %s,
                 "reason": "%s", "ttl": "%ds", "sequence": %d}
                """.formatted(
                        datacenter,
                        instance,
                        capacity > 0 ? "degraded" : "failing",
                        capacity,
                        reason,
                        seconds,
                        sequence.incrementAndGet());
        var answer = http.send(
                HttpRequest.newBuilder(signals)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .header(
                                "Authorization",
                                "Bearer " + Files.readString(token).trim())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return Response.status(answer.statusCode()).entity(answer.body()).build();
    }
}
