package io.counterweight.demo.kit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The smallest application that speaks MicroProfile Health: it starts quickly, so that it can die often. Arguments: the service, the
 * datacenter, the instance, the address.
 */
public final class TinyApp {
    private TinyApp() {}

    public static void main(String[] args) throws IOException {
        String service = args[0];
        String datacenter = args[1];
        HttpServer server = HttpServer.create(new InetSocketAddress(args[3], Service.PORT), 128);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve(server, "/q/health", service, datacenter, "{\"status\":\"UP\",\"checks\":[]}", "application/json");
        serve(server, "/", service, datacenter, service + " " + datacenter + " " + args[2] + "\n", "text/plain");
        server.start();
    }

    private static void serve(
            HttpServer server, String path, String service, String datacenter, String body, String type) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("X-Identity", service + "@" + datacenter);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }
}
