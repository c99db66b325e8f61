package io.counterweight.dns;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over TCP (RFC 7766): a bounded number of connections, each on its own virtual thread, with pipelined queries. */
final class TcpListener {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final int BACKLOG = 128;

    private final ServerSocket listening;
    private final DnsLimits limits;
    private final DnsStatistics statistics;
    private final Supplier<Responder> responders;
    private final Semaphore places;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TcpListener(
            ServerSocket listening, DnsLimits limits, DnsStatistics statistics, Supplier<Responder> responders) {
        this.listening = listening;
        this.limits = limits;
        this.statistics = statistics;
        this.responders = responders;
        this.places = new Semaphore(limits.tcpConnections());
    }

    static TcpListener open(
            InetSocketAddress address, DnsLimits limits, DnsStatistics statistics, Supplier<Responder> responders)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(address, BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        return new TcpListener(listening, limits, statistics, responders);
    }

    void start() {
        Thread.ofPlatform()
                .daemon()
                .name("dns-tcp-" + listening.getLocalSocketAddress())
                .start(this::accept);
    }

    void stop() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.shutdownInput();
            }
        } catch (IOException e) {
            LOG.debug("closing a DNS listener: {}", e.toString());
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (places.tryAcquire()) {
                    statistics.tcpConnections.increment();
                    open.add(socket);
                    Thread.ofVirtual().name("dns-tcp-connection").start(() -> converse(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    LOG.warn("a DNS connection could not be accepted: {}", e.toString());
                }
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setSoTimeout(limits.tcpIdleMillis());
            socket.setTcpNoDelay(true);
            answerAll(socket);
        } catch (EOFException e) {
            LOG.trace("a DNS connection ended");
        } catch (IOException | RuntimeException e) {
            LOG.debug("a DNS connection broke: {}", e.toString());
        } finally {
            open.remove(socket);
            places.release();
        }
    }

    private void answerAll(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        Responder responder = responders.get();
        Responder.Client client = new Responder.Client(socket.getInetAddress(), true);
        byte[] answer = new byte[2 * Responder.MAX_MESSAGE];
        while (true) {
            byte[] query = new byte[in.readUnsignedShort()];
            in.readFully(query);
            int size = responder.respond(query, query.length, client, answer);
            if (size == 0) {
                return;
            }
            byte[] framed = new byte[size + 2];
            Wire.put16(framed, 0, size);
            System.arraycopy(answer, 0, framed, 2, size);
            out.write(framed);
            out.flush();
        }
    }
}
