package io.counterweight.controller.hook;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An application behind a real HTTP server, which answers with a status and a sentence, and remembers what it was told. */
final class AskedApplication implements AutoCloseable {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger status = new AtomicInteger(200);
    private final HttpServer server;
    private volatile CompletableFuture<?> gate = CompletableFuture.completedFuture(null);

    AskedApplication(String says) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            gate.join();
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] why = says.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), why.length == 0 ? -1 : why.length);
            exchange.getResponseBody().write(why);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** It answers nobody until this is complete. */
    void answersAfter(CompletableFuture<?> event) {
        gate = event;
    }

    @Override
    public void close() {
        gate = CompletableFuture.completedFuture(null);
        server.stop(0);
    }
}
