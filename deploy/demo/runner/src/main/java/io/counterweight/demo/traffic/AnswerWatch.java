package io.counterweight.demo.traffic;

import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Site;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks one name server for one host again and again, and remembers when each address was last in an answer. A thread of its own;
 * readers of any thread.
 */
public final class AnswerWatch implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 200;
    private static final int ANSWER_BYTES = 1232;

    private final String server;
    private final Message question;
    private final long everyNanos;
    private final Listener listener;
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final Thread thread;
    private volatile boolean stopped;
    private Optional<First> first = Optional.empty();
    private long answers;
    private long lastAnswerAt;

    /** The first answer of all, and when it came ({@link System#nanoTime}). */
    public record First(long atNanos, int rcode, List<String> addresses) {}

    /** Hears of everything, on the watch's thread. */
    public interface Listener {
        /** An answer to the question that was asked then has come; one that refuses has no address. */
        void answered(long askedAt, List<String> addresses);

        /** A question was not answered in time. */
        void silent();
    }

    private static final Listener NOBODY = new Listener() {
        @Override
        public void answered(long askedAt, List<String> addresses) {}

        @Override
        public void silent() {}
    };

    /** Begins to ask, this often. */
    public AnswerWatch(String server, String host, long everyMillis) {
        this(server, host, everyMillis, NOBODY);
    }

    /** Begins to ask, this often, and tells a listener. */
    public AnswerWatch(String server, String host, long everyMillis, Listener listener) {
        this.listener = listener;
        this.server = server;
        this.everyNanos = everyMillis * 1_000_000;
        try {
            this.question = Message.newQuery(
                    Record.newRecord(Name.fromString(host + "." + NameServer.ZONE), Type.A, DClass.IN));
        } catch (TextParseException e) {
            throw new IllegalArgumentException(host, e);
        }
        this.thread = Thread.ofPlatform().daemon().name("watch-" + server).start(this::run);
    }

    private void run() {
        byte[] query = question.toWire();
        byte[] in = new byte[ANSWER_BYTES];
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            InetSocketAddress to = new InetSocketAddress(server, Site.DNS_PORT);
            for (int id = 1; !stopped; id++) {
                long askedAt = System.nanoTime();
                query[0] = (byte) (id >> 8);
                query[1] = (byte) id;
                socket.send(new DatagramPacket(query, query.length, to));
                receive(socket, in, id & 0xffff, askedAt);
                long left = everyNanos - (System.nanoTime() - askedAt);
                if (left > 0) {
                    Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("asking " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(DatagramSocket socket, byte[] in, int id, long askedAt) throws IOException {
        DatagramPacket packet = new DatagramPacket(in, in.length);
        try {
            do {
                packet.setLength(in.length);
                socket.receive(packet);
                // Also one that comes too late for its question is an answer, and may be the first.
                noteFirst(new Message(Arrays.copyOf(in, packet.getLength())));
            } while ((((in[0] & 0xff) << 8) | (in[1] & 0xff)) != id);
        } catch (SocketTimeoutException e) {
            listener.silent();
            return;
        }
        Message answer = new Message(Arrays.copyOf(in, packet.getLength()));
        listener.answered(askedAt, addresses(answer));
        if (answer.getRcode() == Rcode.NOERROR) {
            note(addresses(answer), askedAt);
        }
    }

    private static List<String> addresses(Message answer) {
        List<String> addresses = new ArrayList<>();
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof ARecord a) {
                addresses.add(a.getAddress().getHostAddress());
            } else if (record instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress().getHostAddress());
            }
        }
        return addresses;
    }

    private synchronized void noteFirst(Message answer) {
        if (first.isEmpty()) {
            first = Optional.of(new First(System.nanoTime(), answer.getRcode(), addresses(answer)));
        }
    }

    private synchronized void note(List<String> addresses, long askedAt) {
        answers++;
        lastAnswerAt = askedAt;
        addresses.forEach(address -> lastSeen.put(address, askedAt));
    }

    public String server() {
        return server;
    }

    /** The first answer of all, whatever it says. */
    public synchronized Optional<First> first() {
        return first;
    }

    public synchronized long answers() {
        return answers;
    }

    /** When the last question was asked that was answered with any of these addresses ({@link System#nanoTime}). */
    public synchronized OptionalLong lastSeen(Collection<String> addresses) {
        return addresses.stream()
                .filter(lastSeen::containsKey)
                .mapToLong(lastSeen::get)
                .max();
    }

    /** When the last question was asked that was answered at all. */
    public synchronized long lastAnswerAt() {
        return lastAnswerAt;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
