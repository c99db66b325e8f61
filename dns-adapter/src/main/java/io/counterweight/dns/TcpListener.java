package io.counterweight.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over TCP (RFC 7766): accepts a bounded number of connections, in all and of one client network, and ends those that bring nothing to an end. */
final class TcpListener {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final int BACKLOG = 128;
    private static final int TICK_MILLIS = 100;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    /** How long a stopping listener goes on taking connections that the kernel has accepted, and waits for their last answers. */
    private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ServerSocket listening;
    private final DnsServer server;
    private final TcpPlaces places;
    private final Set<TcpConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long stopBy;
    private boolean failing;

    private TcpListener(ServerSocket listening, DnsServer server) {
        this.listening = listening;
        this.server = server;
        this.places = new TcpPlaces(server.config().limits().tcpConnections());
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("dns-tcp-" + listening.getLocalSocketAddress())
                .unstarted(this::run);
    }

    static TcpListener open(InetSocketAddress address, DnsServer server) throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(address, BACKLOG);
            listening.setSoTimeout(TICK_MILLIS);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        return new TcpListener(listening, server);
    }

    void start() {
        thread.start();
    }

    /** Begins to end: what has been received is answered, by {@link #join}. */
    void stop() {
        stopBy = System.nanoTime() + STOP_NANOS;
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            closeQuietly();
        }
    }

    /** Waits until the last answers are out, or their time is over. */
    void join() {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(2 * STOP_NANOS));
            boolean empty = false;
            while (!empty && System.nanoTime() - stopBy < 0) {
                open.forEach(TcpConnection::leave);
                empty = places.takeAll(TICK_MILLIS / 5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(TcpConnection::close);
    }

    private void run() {
        long swept = System.nanoTime();
        while (accept()) {
            long now = System.nanoTime();
            if (now - swept >= TICK_NANOS) {
                swept = now;
                open.stream().filter(each -> each.overdue(now)).forEach(TcpConnection::close);
            }
        }
        closeQuietly();
    }

    /** Takes a connection if there is one; returns false when there is no more to come. */
    private boolean accept() {
        try {
            admit(listening.accept());
            failing = false;
        } catch (SocketTimeoutException e) {
            return !stopping;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("DNS connections cannot be accepted: {}", e.toString());
                failing = true;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        return !stopping || System.nanoTime() - stopBy < 0;
    }

    private void admit(Socket socket) throws IOException {
        Client client = Client.tcp(socket.getInetAddress());
        if (!places.take(client, !server.isOwn(client) && !server.rateLimit.exempt(client))) {
            socket.close();
            return;
        }
        server.statistics.tcpConnections.increment();
        long patience = TimeUnit.MILLISECONDS.toNanos(server.config().limits().tcpIdleMillis());
        TcpConnection connection = new TcpConnection(socket, server.responder(), patience);
        open.add(connection);
        Thread.ofVirtual().name("dns-tcp-connection").start(() -> {
            connection.run();
            open.remove(connection);
            places.giveBack(client);
        });
    }

    private void closeQuietly() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("closing a DNS listener: {}", e.toString());
        }
    }
}
