package io.counterweight.demo.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address at a site's edge that passes TCP on to an address inside, and swallows what comes from the sources that it is told.
 * What is swallowed waits, as packets do that are sent again: it goes on when the gate opens. A virtual thread per direction.
 */
final class Forwarder implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 2_000;
    private static final int CONNECT_MILLIS = 1_000;

    /** A route: where it listens, and where it leads; an empty target answers by itself, by accepting. */
    record Route(String kind, String listen, int port, Optional<String> target, int targetPort) {}

    private final Route route;
    private final Gates gates;
    private final AtomicInteger connections = new AtomicInteger();
    private Optional<Listening> listening = Optional.empty();

    private record Listening(ServerSocket server, Thread accepting) {}

    Forwarder(Route route, Gates gates) {
        this.route = route;
        this.gates = gates;
    }

    Route route() {
        return route;
    }

    synchronized void open() throws IOException {
        if (listening.isPresent()) {
            return;
        }
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(route.listen(), route.port()), 512);
        Thread accepting =
                Thread.ofPlatform().daemon().name("accept-" + route.listen()).start(() -> accept(socket));
        listening = Optional.of(new Listening(socket, accepting));
    }

    /** Closes the port: whoever connects is refused, and somebody else may listen there. */
    @Override
    public synchronized void close() throws IOException {
        if (listening.isPresent()) {
            listening.get().server().close();
            try {
                // The system frees the port when the thread that waits in it has left.
                listening.get().accepting().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            listening = Optional.empty();
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket outside = socket.accept();
                if (connections.get() >= MOST_CONNECTIONS) {
                    outside.close();
                } else {
                    Thread.ofVirtual().start(() -> serve(outside));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket outside) {
        connections.incrementAndGet();
        String source = outside.getInetAddress().getHostAddress();
        try (outside) {
            gates.await(source, route.kind());
            if (route.target().isPresent()) {
                try (Socket inside = new Socket()) {
                    inside.bind(new InetSocketAddress(route.listen(), 0));
                    inside.connect(new InetSocketAddress(route.target().get(), route.targetPort()), CONNECT_MILLIS);
                    outside.setTcpNoDelay(true);
                    inside.setTcpNoDelay(true);
                    Thread back = Thread.ofVirtual().start(() -> pump(inside, outside, source));
                    pump(outside, inside, source);
                    back.join();
                }
            }
        } catch (IOException e) {
            reset(outside);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.decrementAndGet();
        }
    }

    private void pump(Socket from, Socket to, String source) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                gates.await(source, route.kind());
                out.write(buffer, 0, read);
                out.flush();
            }
            gates.await(source, route.kind());
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already, which is all that was wanted.
        }
    }
}
