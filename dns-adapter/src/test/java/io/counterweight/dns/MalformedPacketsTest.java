package io.counterweight.dns;

import static io.counterweight.dns.Loopback.question;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.sticky;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** What is no proper question gets FORMERR or nothing, and never harms the next one. */
@Rule("A")
class MalformedPacketsTest {

    private static final int DIRECT = 60_000;
    private static final int OVER_THE_WIRE = 6_000;

    private static Loopback loopback;

    @BeforeAll
    static void open() {
        loopback = Loopback.serving(
                plan(pair("shop", 700), sticky("stick", Plans.share("east", 1000, "192.0.2.9", "2001:db8::9"))));
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    private static final String HEADER = "1234 0000 0001 0000 0000 0000 ";
    private static final String SHOP = "0473686f70 0467736c62 076578616d706c65 00 ";

    @ParameterizedTest
    @CsvSource({
        "no question, 1234 0000 0000 0000 0000 0000",
        "no question but a record, 1234 0000 0000 0000 0000 0001 00 0001 0001 00000000 0004 7f000001",
        "a count without a question, " + HEADER,
        "half a question, " + HEADER + "0473686f70",
        "a question without class, " + HEADER + SHOP + "0001",
        "a name that points to itself, " + HEADER + "c00c 0001 0001",
        "a label and then a loop, " + HEADER + "0473686f70 c00c 0001 0001",
        "a pointer ahead, " + HEADER + "c020 0001 0001",
        "a pointer into the header, " + HEADER + "c000 0001 0001",
        "a label of a kind unknown, " + HEADER + "4173686f70 00 0001 0001",
        "a label longer than the packet, " + HEADER + "3f73686f70 00 0001 0001",
        "two questions, 1234 0000 0002 0000 0000 0000 " + SHOP + "0001 0001 " + SHOP + "001c 0001",
        "bytes behind the question, " + HEADER + SHOP + "0001 0001 00",
        "an OPT record cut short, 1234 0000 0001 0000 0000 0001 " + SHOP + "0001 0001 00 0029 04d0 00000000",
        "an answer whose name loops, 1234 0000 0001 0001 0000 0000 " + SHOP + "0001 0001 c01e 0001 0001 00000000 0000",
    })
    void isMalformed(String what, String hex) {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] answer = loopback.udp(packet);
        assertEquals(Rcode.FORMERR, answer[3] & 0xf, what);
        assertEquals(0x1234, Wire.get16(answer, 0), what);
        assertEquals(12, answer.length, what);
        assertEquals(0x8000, Wire.get16(answer, 2) & 0xf800, what);
    }

    @ParameterizedTest
    @CsvSource({
        "one byte, 12",
        "less than a header, 1234 0000 0001 0000 0000 00",
        "a response, 1234 8000 0001 0000 0000 0000 " + SHOP + "0001 0001",
        "a malformed response, 1234 8000 ffff ffff ffff ffff",
    })
    void isIgnored(String what, String hex) throws IOException {
        long before = silentSoFar();
        try (DatagramSocket socket = loopback.socket("127.0.0.1")) {
            byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
            assertEquals(0, loopback.exchangeOrSilence(socket, packet).length, what);
        }
        assertEquals(before + 1, loopback.server.statistics().silent(), what);
    }

    /** What other tests sent before is counted once a question sent after it has been answered. */
    private static long silentSoFar() {
        assertEquals(List.of("192.0.2.9"), loopback.data("stick", Type.A));
        return loopback.server.statistics().silent();
    }

    @Test
    void anEmptyDatagramIsIgnored() throws IOException {
        long before = silentSoFar();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[0], 0, loopback.address));
        }
        assertEquals(List.of("192.0.2.9"), loopback.data("stick", Type.A));
        assertEquals(before + 1, loopback.server.statistics().silent());
    }

    @Test
    void theLongestNameIsReadAndOneLongerIsNot() {
        String labels = ("3f" + "61".repeat(63)).repeat(3);
        String longest = labels + "3d" + "61".repeat(61) + "00";
        String longer = labels + "3e" + "61".repeat(62) + "00";
        assertEquals(Rcode.REFUSED, code(HEADER + longest + "0001 0001"));
        assertEquals(Rcode.FORMERR, code(HEADER + longer + "0001 0001"));
        String inside = ("3f" + "61".repeat(63)).repeat(3) + "0b" + "61".repeat(11) + "0467736c62 076578616d706c65 00 ";
        assertEquals(Rcode.NXDOMAIN, code(HEADER + inside + "0001 0001"));
    }

    private static int code(String hex) {
        return loopback.udp(HexFormat.of().parseHex(hex.replace(" ", "")))[3] & 0xf;
    }

    @Test
    void mutatedPacketsNeverThrowAndAnswersStayWellFormed() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> seeds = packets();
        Responder responder = loopback.server.responder();
        byte[] out = new byte[Responder.BUFFER];
        for (int i = 0; i < DIRECT; i++) {
            byte[] packet = mutate(seeds.get(random.nextInt(seeds.size())), random);
            boolean tcp = random.nextBoolean();
            InetAddress from = InetAddress.ofLiteral(random.nextBoolean() ? "203.0.113.9" : "2001:db8::9");
            String seen = "-Dfuzz.seed=" + seed + ", case " + i + ", "
                    + HexFormat.of().formatHex(packet);
            int size;
            try {
                size = responder.respond(packet, packet.length, tcp ? Client.tcp(from) : Client.udp(from), out);
            } catch (RuntimeException e) {
                throw new AssertionError(seen, e);
            }
            assertTrue(size == 0 || size >= 12 && (tcp || size <= 1232), seen);
            if (size > 0) {
                assertEquals(Wire.get16(packet, 0), Wire.get16(out, 0), seen);
                assertTrue((out[2] & 0x80) != 0 && (packet[2] & 0x80) == 0, seen);
                wellFormed(Arrays.copyOf(out, size), seen);
            }
        }
    }

    private static void wellFormed(byte[] answer, String seen) {
        // dnsjava cannot read a client subnet of family 0, which some clients send and we echo.
        if (HexFormat.of().formatHex(answer).contains("0008000400000000")) {
            return;
        }
        try {
            Message parsed = new Message(answer);
            assertTrue(
                    parsed.getSection(Section.ADDITIONAL).stream()
                                    .filter(OPTRecord.class::isInstance)
                                    .count()
                            <= 1,
                    seen);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(seen + " -> " + HexFormat.of().formatHex(answer), e);
        }
    }

    @Test
    void aStormOfMutatedPacketsLeavesTheServerAnswering() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> seeds = packets();
        try (DatagramSocket storm = loopback.socket("127.0.0.1");
                DatagramSocket proper = loopback.socket("127.0.0.2")) {
            for (int i = 0; i < OVER_THE_WIRE; i++) {
                byte[] packet = mutate(seeds.get(random.nextInt(seeds.size())), random);
                storm.send(new DatagramPacket(packet, packet.length));
                if (i % 20 == 0) {
                    drain(storm);
                    byte[] query = question("shop", Type.A).toWire();
                    assertAnswered(Loopback.exchange(proper, query), query, "-Dfuzz.seed=" + seed + ", case " + i);
                }
            }
        }
    }

    private static void assertAnswered(byte[] answer, byte[] query, String seen) {
        assertEquals(Wire.get16(query, 0), Wire.get16(answer, 0), seen);
        assertEquals(1, Loopback.data(Loopback.parse(answer)).size(), seen);
    }

    private static void drain(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            while (true) {
                Loopback.receive(socket);
            }
        } catch (SocketTimeoutException e) {
            // Nothing more.
        }
    }

    /** Proper packets of all kinds, to be spoilt. */
    private static List<byte[]> packets() {
        Message subnet = question("stick", Type.A);
        subnet.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(24, InetAddress.ofLiteral("203.0.113.0")))),
                Section.ADDITIONAL);
        Message cookie = question("shop", Type.A);
        cookie.addRecord(
                new OPTRecord(4096, 0, 0, 0, List.of(new GenericEDNSOption(EDNSOption.Code.COOKIE, new byte[24]))),
                Section.ADDITIONAL);
        Message signed = question("shop", Type.A);
        new TSIG(TSIG.HMAC_SHA256, "key.", "c2VjcmV0").apply(signed, null);
        Message update = new Message(77);
        update.getHeader().setOpcode(5);
        update.addRecord(Record.newRecord(Loopback.ZONE, Type.SOA, 1), Section.QUESTION);
        Message loaded = question("@", Type.NS);
        for (String name : List.of("alias", "deep.down.below")) {
            loaded.addRecord(
                    Record.newRecord(StaticZone.name(Loopback.ZONE, name), Type.A, 1, 60, new byte[4]), Section.ANSWER);
        }
        return List.of(
                question("shop", Type.A).toWire(),
                question("alias", Type.AAAA).toWire(),
                question("@", Type.ANY).toWire(),
                question("nothing", Type.TXT).toWire(),
                question("_weights.shop", Type.TXT).toWire(),
                subnet.toWire(),
                cookie.toWire(),
                signed.toWire(),
                update.toWire(),
                loaded.toWire());
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] packet = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && packet.length > 0; i++) {
            int at = random.nextInt(packet.length);
            switch (random.nextInt(7)) {
                case 0 -> packet[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> packet[at] = (byte) random.nextInt();
                case 2 -> packet = Arrays.copyOf(packet, at);
                case 3 -> packet = Arrays.copyOf(packet, packet.length + random.nextInt(40));
                case 4 -> packet[at] = (byte) 0xc0;
                case 5 -> packet[Math.min(packet.length - 1, 5 + 2 * random.nextInt(4))] = (byte) random.nextInt(4);
                default -> {
                    int to = random.nextInt(packet.length);
                    System.arraycopy(packet, at, packet, to, packet.length - Math.max(at, to));
                }
            }
        }
        return packet;
    }
}
