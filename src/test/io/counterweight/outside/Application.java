package io.counterweight.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An application's health endpoint with any manners, changed while it runs. A virtual thread per connection. */
final class Application implements AutoCloseable {
    private static final int BACKLOG = 256;

    /** How a request is answered. */
    @FunctionalInterface
    interface Manner {
        /** Answers one request; says whether the connection goes on. */
        boolean answer(OutputStream out) throws IOException, InterruptedException;

        /** Whether connections are closed before anything is read. */
        default boolean hangsUp() {
            return false;
        }
    }

    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicLong> asked = new ConcurrentHashMap<>();
    private volatile Manner manner;

    Application(String address, int port, Manner manner) {
        this.manner = manner;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(address + ":" + port, e);
        }
        Thread.ofPlatform().daemon().name("application-" + address).start(this::accept);
    }

    void behave(Manner next) {
        manner = next;
    }

    /** How often this address has asked. */
    long askedBy(String source) {
        AtomicLong count = asked.get(source);
        return count == null ? 0 : count.get();
    }

    /** How often anybody has asked. */
    long asked() {
        return asked.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String source = socket.getInetAddress().getHostAddress();
            boolean goesOn = !manner.hangsUp();
            while (goesOn && request(in)) {
                asked.computeIfAbsent(source, any -> new AtomicLong()).incrementAndGet();
                goesOn = manner.answer(socket.getOutputStream());
            }
        } catch (IOException e) {
            // The other side went away, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private static boolean request(BufferedReader in) throws IOException {
        boolean any = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                return any;
            }
            any = true;
        }
        return false;
    }

    /** Dies: the port closes, and so does every connection. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket each : connections) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
