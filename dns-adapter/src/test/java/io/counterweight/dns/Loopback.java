package io.counterweight.dns;

import io.counterweight.engine.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A server with a zone on a loopback address of its own, a clock that stands still until told, and ways to ask. */
final class Loopback implements AutoCloseable {

    static final Name ZONE = DnsConfig.absolute("zone", "gslb.example.");
    static final String ADDRESS = "127.0.53.1";
    /** Another network than the server's, so that the rate limit counts it. */
    static final String STRANGER = "127.9.9.9";

    private static final int PATIENCE_MILLIS = 5000;

    final AtomicLong seconds = new AtomicLong(1_800_000_000L);
    final AtomicLong leaseMillis = new AtomicLong(5_000);
    final DnsServer server;
    final InetSocketAddress address;

    private Loopback(DnsConfig config) {
        this.address = config.listen().getFirst();
        this.server = new DnsServer(config, leaseMillis::get, seconds::get);
    }

    static Loopback serving(Plan plan) {
        return serving(plan, limits(0, 0));
    }

    static Loopback serving(Plan plan, DnsLimits limits) {
        Loopback loopback = new Loopback(config(FreePort.on(ADDRESS), limits));
        loopback.server.serve(plan);
        return loopback.started();
    }

    /** Without a plan yet. */
    static Loopback closed(DnsConfig config) {
        return new Loopback(config);
    }

    Loopback started() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    static DnsLimits limits(int responsesPerSecond, int slip, String... exempt) {
        return new DnsLimits(
                responsesPerSecond,
                slip,
                Arrays.stream(exempt).map(Prefix::parse).toList(),
                64,
                10_000);
    }

    static DnsConfig config(InetSocketAddress listen, DnsLimits limits) {
        return config(List.of(listen), limits);
    }

    static DnsConfig config(List<InetSocketAddress> listen, DnsLimits limits) {
        return config(listen, Soa.defaults(DnsConfig.absolute("hostmaster", "hostmaster.example.")), limits);
    }

    static DnsConfig config(List<InetSocketAddress> listen, Soa soa, DnsLimits limits) {
        TreeMap<String, List<String>> nameservers = new TreeMap<>();
        nameservers.put("ns1", List.of("192.0.2.53"));
        nameservers.put("ns2", List.of("198.51.100.53", "2001:db8::53"));
        List<String> records = List.of(
                "@ 300 TXT \"v=spf1 -all\"",
                "alias 60 CNAME shop",
                "elsewhere 60 CNAME www.example.net.",
                "dangling 60 CNAME nothing",
                "loop-a 60 CNAME loop-b",
                "loop-b 60 CNAME loop-a",
                "deep.down.below 60 A 203.0.113.7",
                "MixedCase 60 A 203.0.113.8");
        return new DnsConfig(listen, ZONE, nameservers, soa, records, 1, limits);
    }

    /** A question without EDNS; {@code name} is relative to the zone unless it ends with a dot. */
    static Message question(String name, int type) {
        return Message.newQuery(Record.newRecord(StaticZone.name(ZONE, name), type, DClass.IN));
    }

    Message ask(String name, int type) {
        return ask(question(name, type));
    }

    Message ask(Message question) {
        return parse(udp(question.toWire()));
    }

    /** The addresses, or other data, answered to one question over UDP. */
    List<String> data(String name, int type) {
        return data(ask(name, type));
    }

    static List<String> data(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    static String rcode(Message answer) {
        return Rcode.string(answer.getRcode());
    }

    byte[] udp(byte[] query) {
        try (DatagramSocket socket = socket("127.0.0.1")) {
            return exchange(socket, query);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket that talks to the server from this address. */
    DatagramSocket socket(String from) {
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(address);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] exchange(DatagramSocket socket, byte[] query) throws IOException {
        socket.send(new DatagramPacket(query, query.length));
        return receive(socket);
    }

    static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** What comes back for a packet: its bytes, or none when the server answers a later question without having answered it. */
    byte[] exchangeOrSilence(DatagramSocket socket, byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length));
        try (DatagramSocket own = socket(ADDRESS)) {
            // The server reads one socket in order: once this is answered, the packet has been dealt with.
            exchange(own, question("shop", Type.SOA).toWire());
        }
        socket.setSoTimeout(1);
        try {
            return receive(socket);
        } catch (SocketTimeoutException e) {
            return new byte[0];
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    Socket tcp() throws IOException {
        return tcp("127.0.0.1");
    }

    /** A connection to the server from this address. */
    Socket tcp(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        return socket;
    }

    static void send(Socket socket, byte[]... queries) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream framed = new DataOutputStream(all);
        for (byte[] query : queries) {
            framed.writeShort(query.length);
            framed.write(query);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    static Message receive(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return parse(answer);
    }

    static Message parse(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
