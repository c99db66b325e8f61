package io.counterweight.dns;

import static io.counterweight.dns.Loopback.data;
import static io.counterweight.dns.Loopback.question;
import static io.counterweight.dns.Loopback.rcode;
import static io.counterweight.dns.Plans.bulky;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** EDNS(0), its options, and what does not fit into a datagram. */
@Rule("A")
class EdnsTest {

    private static Loopback loopback;

    @BeforeAll
    static void open() {
        loopback = Loopback.serving(plan(pair("shop", 1000), bulky()));
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    private static Message with(String name, int type, OPTRecord opt) {
        Message question = question(name, type);
        question.addRecord(opt, Section.ADDITIONAL);
        return question;
    }

    private static OPTRecord option(int code, byte... data) {
        return new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(code, data)));
    }

    @Test
    void whoAsksWithoutOptGetsNone() {
        for (String name : List.of("shop", "nothing", "@")) {
            assertNull(loopback.ask(name, Type.A).getOPT());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "nothing", "@", "alias", "outside.example."})
    void whoAsksWithOptGetsOurs(String name) {
        OPTRecord opt =
                loopback.ask(with(name, Type.A, new OPTRecord(4096, 0, 0))).getOPT();
        assertEquals(1232, opt.getPayloadSize());
        assertEquals(0, opt.getVersion());
        assertTrue(opt.getOptions().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "nothing"})
    void aNewerVersionIsBadversWithOurs(String name) {
        long before = loopback.server.statistics().byCode().get(Rcode.BADVERS);
        Message answer = loopback.ask(with(name, Type.A, new OPTRecord(1232, 0, 1)));
        assertEquals(Rcode.BADVERS, answer.getRcode());
        await().until(() -> loopback.server.statistics().byCode().get(Rcode.BADVERS) == before + 1);
        assertEquals(0, answer.getOPT().getVersion());
        assertTrue(data(answer).isEmpty());
    }

    @Test
    void aNewerVersionMayHaveOptionsThatNobodyKnows() {
        Message question =
                with("shop", Type.A, new OPTRecord(1232, 0, 7, 0, List.of(new GenericEDNSOption(8, new byte[1]))));
        assertEquals(Rcode.BADVERS, loopback.ask(question).getRcode());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 11, 15, 65001, 65535})
    void unknownOptionsAreIgnoredAndNotEchoed(int code) {
        Message answer = loopback.ask(with("shop", Type.A, option(code, (byte) 1, (byte) 2)));
        assertEquals(List.of("192.0.2.1"), data(answer));
        assertTrue(answer.getOPT().getOptions(code).isEmpty());
    }

    @Test
    void anOptRecordThatIsNotTheOnlyAdditionalOneCounts() {
        Message question = question("shop", Type.A);
        question.addRecord(Record.newRecord(Loopback.ZONE, Type.TXT, 1, 0, new byte[] {1, 'x'}), Section.ADDITIONAL);
        question.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        Message answer = loopback.ask(question);
        assertEquals(List.of("192.0.2.1"), data(answer));
        assertEquals(1232, answer.getOPT().getPayloadSize());
    }

    @Test
    void twoOptRecordsAreMalformed() {
        Message question = with("shop", Type.A, new OPTRecord(1232, 0, 0));
        question.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        assertEquals("FORMERR", rcode(loopback.ask(question)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void anOperationThatIsNotImplementedIsRefusedWithOurs(int opcode) {
        Message question = with("shop", Type.A, new OPTRecord(4096, 0, 0));
        question.getHeader().setOpcode(opcode);

        Message answer = loopback.ask(question);

        assertEquals("NOTIMP", rcode(answer));
        assertEquals(opcode, answer.getHeader().getOpcode());
        assertEquals(1232, answer.getOPT().getPayloadSize());
        assertEquals(question.getQuestion(), answer.getQuestion());
    }

    @ParameterizedTest
    @CsvSource({
        "longer than the packet, 000029 04d0 00000000 0009",
        "with bytes behind it, 000029 04d0 00000000 0000 00",
        "with an option longer than itself, 000029 04d0 00000000 0004 000a0008",
        "with a cookie of a wrong length, 000029 04d0 00000000 0005 000a0001ff",
        "after another, 000029 04d0 00000000 0000 000029 04d0 00000000 0000",
    })
    void aMalformedOptRecordIsAnsweredWithOurs(String what, String opt) {
        byte[] question = question("shop", Type.A).toWire();
        byte[] record = HexFormat.of().parseHex(opt.replace(" ", ""));
        byte[] packet = Arrays.copyOf(question, question.length + record.length);
        System.arraycopy(record, 0, packet, question.length, record.length);
        Wire.put16(packet, 10, what.startsWith("after") ? 2 : 1);

        Message answer = Loopback.parse(loopback.udp(packet));

        assertEquals("FORMERR", rcode(answer), what);
        assertEquals(1232, answer.getOPT().getPayloadSize(), what);
        assertTrue(answer.getOPT().getOptions().isEmpty(), what);
        assertEquals(Loopback.parse(question).getQuestion(), answer.getQuestion(), what);
    }

    @ParameterizedTest
    @CsvSource({
        "too short an address, 000118007f",
        "too long an address, 000118007f000001",
        "bits beyond the prefix, 00011400c0000f",
        "a prefix longer than the family's, 00012100c000020101",
        "a scope in a question, 00011818c00002",
        "an unknown family, 000908000a",
        "less than a header, 000118",
    })
    void aWrongSubnetIsMalformed(String what, String option) {
        byte[] data = HexFormat.of().parseHex(option);
        Message answer = loopback.ask(with("shop", Type.A, option(EDNSOption.Code.CLIENT_SUBNET, data)));
        assertEquals("FORMERR", rcode(answer), what);
        assertTrue(answer.getOPT().getOptions().isEmpty(), "what is wrong does not come back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00010000", "00020000", "00000000"})
    void whoWantsNoSubnetUsedIsAnswered(String option) {
        byte[] data = HexFormat.of().parseHex(option);
        byte[] answer = loopback.udp(with("shop", Type.A, option(EDNSOption.Code.CLIENT_SUBNET, data))
                .toWire());
        assertEquals(Rcode.NOERROR, answer[3] & 0xf);
        assertEquals(1, Wire.get16(answer, 6));
        // The option ends the message, and comes back as it went.
        assertArrayEquals(data, Arrays.copyOfRange(answer, answer.length - data.length, answer.length));
    }

    @Test
    void whatDoesNotFitIsTruncatedAndWholeOverTcp() throws IOException {
        byte[] wire = loopback.udp(question(Plans.BULKY, Type.AAAA).toWire());
        Message answer = Loopback.parse(wire);
        assertTrue(wire.length <= 512, () -> "length " + wire.length);
        assertTrue(answer.getHeader().getFlag(Flags.TC));

        SimpleResolver resolver = new SimpleResolver(loopback.address);
        resolver.setEDNS(-1);
        Message retried = resolver.send(question(Plans.BULKY, Type.AAAA));
        assertFalse(retried.getHeader().getFlag(Flags.TC));
        assertEquals(16, data(retried).size());
    }

    @ParameterizedTest
    @CsvSource({"0, true", "512, true", "513, true", "1232, false", "4096, false", "65535, false"})
    void theClientsSizeDecidesWhatFits(int payload, boolean truncated) {
        byte[] wire = loopback.udp(
                with(Plans.BULKY, Type.AAAA, new OPTRecord(payload, 0, 0)).toWire());
        Message answer = Loopback.parse(wire);
        assertTrue(wire.length <= Math.max(512, Math.min(payload, 1232)), () -> "length " + wire.length);
        assertEquals(truncated, answer.getHeader().getFlag(Flags.TC));
        assertEquals(truncated ? 0 : 16, data(answer).size());
    }

    @Test
    void anAnswerThatJustFitsIsNotTruncated() {
        byte[] whole = loopback.udp(
                with(Plans.BULKY, Type.AAAA, new OPTRecord(1232, 0, 0)).toWire());
        byte[] fits = loopback.udp(
                with(Plans.BULKY, Type.AAAA, new OPTRecord(whole.length, 0, 0)).toWire());
        byte[] oneShort = loopback.udp(with(Plans.BULKY, Type.AAAA, new OPTRecord(whole.length - 1, 0, 0))
                .toWire());
        assertEquals(whole.length, fits.length);
        assertTrue(Loopback.parse(oneShort).getHeader().getFlag(Flags.TC));
    }
}
