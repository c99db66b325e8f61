package io.counterweight.demo.scenario;

import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Makes an instance of shop feel unwell: by itself it then tells its controller, with a pushed signal. */
final class Trouble {
    private Trouble() {}

    /** Returns once the controller has taken the signal. */
    static void push(Service shop, Site site, String query) {
        String address = shop.inside(site, 1);
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://" + address + ":" + Service.PORT + "/trouble?" + query))
                                    .timeout(Duration.ofSeconds(30))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            if (status != 202) {
                throw new IllegalStateException("the controller answered the pushed signal with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
