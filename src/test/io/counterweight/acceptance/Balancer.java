package io.counterweight.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A load balancer at a service's published addresses: it answers for the service, or lives on with nothing behind it. */
final class Balancer implements AutoCloseable {
    private static final byte[] UP = "{\"status\":\"UP\",\"checks\":[]}".getBytes(StandardCharsets.UTF_8);

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean empty;

    /** Opens; nothing else may listen there. */
    Balancer(Service service, Site site) throws IOException {
        for (String address : Scene.published(service, site)) {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, Service.PORT), 64);
            server.createContext("/", exchange -> answer(exchange, service.name() + "@" + site.name()));
            server.setExecutor(threads);
            server.start();
            servers.add(server);
        }
    }

    private void answer(HttpExchange exchange, String identity) throws IOException {
        try (exchange;
                OutputStream body = exchange.getResponseBody()) {
            if (empty) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.getResponseHeaders().add("X-Identity", identity);
                exchange.sendResponseHeaders(200, UP.length);
                body.write(UP);
            }
        }
    }

    /** From now on it answers 503 to everything. */
    void loseEverythingBehind() {
        empty = true;
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.close();
    }
}
