package io.counterweight.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One UDP socket and the one thread that answers on it. */
final class UdpListener {

    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final int LONGEST_QUERY = 4096;

    private final DatagramChannel channel;
    private final Selector selector;
    private final Responder responder;
    private final Thread thread;
    private volatile long stopAfterQuietMillis = -1;

    private UdpListener(DatagramChannel channel, Selector selector, Responder responder, String name) {
        this.channel = channel;
        this.selector = selector;
        this.responder = responder;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    static UdpListener open(InetSocketAddress address, boolean shared, Responder responder) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new UdpListener(channel, selector, responder, "dns-udp-" + address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    /** Ends the thread once nothing has arrived for so long. */
    void stop(long quietMillis) {
        stopAfterQuietMillis = quietMillis;
        selector.wakeup();
        if (thread.getState() == Thread.State.NEW) {
            closeQuietly();
        }
    }

    void join() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        ByteBuffer in = ByteBuffer.allocateDirect(LONGEST_QUERY);
        ByteBuffer send = ByteBuffer.allocateDirect(Responder.UDP_LIMIT + LONGEST_QUERY);
        byte[] query = new byte[LONGEST_QUERY];
        byte[] answer = new byte[Responder.MAX_MESSAGE + LONGEST_QUERY];
        while (true) {
            try {
                boolean quiet = !answerAll(in, query, answer, send);
                if (quiet && stopAfterQuietMillis >= 0 && selector.select(Math.max(1, stopAfterQuietMillis)) == 0) {
                    break;
                }
                if (quiet && stopAfterQuietMillis < 0) {
                    selector.select();
                }
                selector.selectedKeys().clear();
            } catch (IOException | RuntimeException e) {
                LOG.warn("a DNS query could not be answered: {}", e.toString());
            }
        }
        closeQuietly();
    }

    /** Answers until nothing more has arrived; returns whether there was anything. */
    private boolean answerAll(ByteBuffer in, byte[] query, byte[] answer, ByteBuffer send) throws IOException {
        boolean any = false;
        SocketAddress from = channel.receive(in.clear());
        while (from != null) {
            any = true;
            int length = in.flip().remaining();
            in.get(query, 0, length);
            answerOne((InetSocketAddress) from, query, length, answer, send);
            from = channel.receive(in.clear());
        }
        return any;
    }

    private void answerOne(InetSocketAddress from, byte[] query, int length, byte[] answer, ByteBuffer send)
            throws IOException {
        int size = responder.respond(query, length, new Responder.Client(from.getAddress(), false), answer);
        if (size > 0) {
            channel.send(send.clear().put(answer, 0, size).flip(), from);
        }
    }

    private void closeQuietly() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing a DNS socket: {}", e.toString());
        }
    }
}
