package io.counterweight.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    /** After so many answers the thread looks whether it is to stop. */
    private static final int BURST = 1024;
    /** What the kernel may still hold when the last moment has come. */
    private static final int LAST_BURST = 16_384;
    /** A stopping listener leaves once nothing has arrived for so long. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** Or, when clients do not stop asking, after so long. */
    private static final long LONGEST_STOP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final DatagramChannel channel;
    private final Selector selector;
    private final Responder responder;
    private final Failures failures = new Failures(System::nanoTime);
    private final Thread thread;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST_QUERY);
    private final ByteBuffer send = ByteBuffer.allocateDirect(Responder.BUFFER);
    private final byte[] query = new byte[LONGEST_QUERY];
    private final byte[] answer = new byte[Responder.BUFFER];
    private Client client = Client.udp(InetAddress.getLoopbackAddress());
    private volatile boolean stopping;
    private volatile long stopBy;

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
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    /** Ends the thread once it has answered what has arrived. */
    void stop() {
        stopBy = System.nanoTime() + LONGEST_STOP_NANOS;
        stopping = true;
        selector.wakeup();
        if (thread.getState() == Thread.State.NEW) {
            closeQuietly();
        }
    }

    void join() {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(2 * LONGEST_STOP_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            listen();
        } finally {
            // Also when an error ends the thread: a closed socket is seen, and no packet waits in it for nobody.
            closeQuietly();
        }
    }

    private void listen() {
        long lastArrival = System.nanoTime();
        while (channel.isOpen() && !isOver(lastArrival)) {
            try {
                if (answer(BURST) > 0) {
                    lastArrival = System.nanoTime();
                } else {
                    selector.select(stopping ? TimeUnit.NANOSECONDS.toMillis(QUIET_NANOS) : 0);
                    selector.selectedKeys().clear();
                }
            } catch (IOException e) {
                LOG.warn("DNS queries could not be read: {}", e.toString());
            }
        }
        answerTheLast();
    }

    private boolean isOver(long lastArrival) {
        if (!stopping) {
            return false;
        }
        long now = System.nanoTime();
        boolean quiet = now - lastArrival >= QUIET_NANOS && now - stopBy >= QUIET_NANOS - LONGEST_STOP_NANOS;
        return quiet || now - stopBy >= 0;
    }

    private void answerTheLast() {
        try {
            answer(LAST_BURST);
        } catch (IOException e) {
            LOG.debug("stopping a DNS socket: {}", e.toString());
        }
    }

    /** Answers until nothing more has arrived, or so many; returns how many there were. */
    private int answer(int most) throws IOException {
        for (int done = 0; done < most; done++) {
            InetSocketAddress from = (InetSocketAddress) channel.receive(in.clear());
            if (from == null) {
                return done;
            }
            int length = in.flip().remaining();
            in.get(query, 0, length);
            answerOne(from, length);
        }
        return most;
    }

    private void answerOne(InetSocketAddress from, int length) {
        if (!client.address.equals(from.getAddress())) {
            client = Client.udp(from.getAddress());
        }
        try {
            int size = responder.respond(query, length, client, answer);
            if (size > 0) {
                channel.send(send.clear().put(answer, 0, size).flip(), from);
            }
        } catch (IOException e) {
            // Strangers can bring this about, by a forged port 0 for one: no word of it in the log of every day.
            LOG.debug("a DNS answer could not be sent to {}: {}", from, e.toString());
        } catch (RuntimeException | Error e) {
            // An error too: one packet must not end the thread that answers all the others.
            int count = failures.tell();
            if (count > 0) {
                LOG.warn(
                        "DNS queries could not be answered: {} since the last word on it, the latest of {} bytes from {}",
                        count,
                        length,
                        from,
                        e);
            }
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
