package io.counterweight.controller.kit;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deployment of one controller, {@code east/a}, with a real application beside it that answers 200 until it is told otherwise.
 *
 * <p>Arguments: {@code tokens} (true or false), {@code datacenters}, {@code journalBytes}.
 */
public final class OneSite implements QuarkusTestResourceLifecycleManager {
    public static final String OPERATOR = "operator-secret-7f3a";
    public static final String SECOND_OPERATOR = "operator-secret-b1c2";
    public static final String READER = "reader-secret-55aa";
    public static final String SHOP = "shop-secret-9e9e";

    private static final AtomicInteger STATUS = new AtomicInteger(200);
    private static volatile int port;
    private static volatile Path file = Path.of("");

    private HttpServer server;
    private Map<String, String> arguments = Map.of();

    @Override
    public void init(Map<String, String> given) {
        arguments = given;
    }

    @Override
    public Map<String, String> start() {
        try {
            application();
            Path directory = Files.createTempDirectory("one-site");
            String inside = Loopback.withPort(Loopback.address());
            Yaml yaml = Yaml.whole(directory)
                    .identity(Certificates.of("east"), "east")
                    .with("topology", "{datacenters: [" + arguments.getOrDefault("datacenters", "east") + "]}")
                    .without("gossip.peers")
                    .with("gossip.listen", Yaml.quoted(inside))
                    .with("gossip.link", Yaml.quoted(Loopback.withPort(Loopback.address())))
                    .with("dns.listen", "[" + Yaml.quoted(Loopback.withPort(Loopback.address())) + "]")
                    .with("probes.controlTargets", "[" + Yaml.quoted(inside) + "]")
                    .with("journal.maxBytes", arguments.getOrDefault("journalBytes", "4000000"))
                    .with("timing", "{firstRound: 300ms}");
            if (Boolean.parseBoolean(arguments.getOrDefault("tokens", "false"))) {
                Files.writeString(directory.resolve("tokens"), tokens());
                yaml.with("api.tokens", "tokens");
            }
            file = yaml.write();
            System.setProperty("counterweight.file", file.toString());
            return Map.of("quarkus.http.test-port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void application() throws IOException {
        server = HttpServer.create(new InetSocketAddress(0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(STATUS.get(), -1);
            exchange.close();
        });
        server.start();
        port = server.getAddress().getPort();
    }

    private static String tokens() {
        return "# name role sha256\n" + line("ann", "operator", OPERATOR) + line("bob", "operator", SECOND_OPERATOR)
                + line("eve", "reader", READER) + line("shop-itself", "service:shop", SHOP);
    }

    public static String line(String name, String role, String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return name + " " + role + " " + HexFormat.of().formatHex(hash) + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The configuration file of the controller that runs. */
    public static Path file() {
        return file;
    }

    /** What the application answers from now on. */
    public static void answer(int status) {
        STATUS.set(status);
    }

    /** A policy for one service on the application, in these datacenters, at an address of each. */
    public static String policy(String host, String... datacenters) {
        StringBuilder places = new StringBuilder();
        for (String each : datacenters) {
            places.append(places.isEmpty() ? "" : ", ")
                    .append("\"%s\": {\"endpoints\": {\"one\": {\"address\": \"%s\", \"port\": %d}}}"
                            .formatted(each, Loopback.address(), port));
        }
        return """
                {"hosts": ["%s"], "datacenters": {%s},
                 "check": {"path": "/", "format": "status-only", "interval": "200ms"}, "ttl": {"min": "1s", "max": "1s"}}
                """.formatted(host, places);
    }

    /** The same policy with a need. */
    public static String needing(String policy, String callee) {
        return policy.replaceFirst("\\{", "{\"needs\": [\"" + callee + "\"], ");
    }

    @Override
    public void stop() {
        server.stop(0);
        STATUS.set(200);
    }
}
