package io.counterweight.dns;

import static io.counterweight.dns.Loopback.question;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS cookies: who returns ours has proved its address, and is not limited. */
@Rule("A")
class CookieTest {

    private static final byte[] CLIENT = HexFormat.of().parseHex("2464c4abcf10c957");

    private static Message asking(byte[] cookie) {
        Message question = question("shop", Type.A);
        question.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(EDNSOption.Code.COOKIE, cookie))),
                Section.ADDITIONAL);
        return question;
    }

    private static byte[] cookie(byte[] wire) throws IOException {
        return Loopback.parse(wire)
                .getOPT()
                .getOptions(EDNSOption.Code.COOKIE)
                .getFirst()
                .toWire();
    }

    /** The option's data without code and length. */
    private static byte[] exchange(DatagramSocket socket, byte[] cookie) throws IOException {
        byte[] option = cookie(Loopback.exchange(socket, asking(cookie).toWire()));
        return Arrays.copyOfRange(option, 4, option.length);
    }

    @Test
    void hashesAsTheAuthorsOfSipHashSay() {
        byte[] message = new byte[15];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        assertEquals(
                0xa129ca6149be45e5L, SipHash.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, message, 0, message.length));
        assertEquals(0x726fdb47dd0e0e31L, SipHash.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, message, 0, 0));
    }

    /** The examples of RFC 9018, appendices A.1 and A.4. */
    @Test
    void makesTheCookiesOfRfc9018() {
        assertEquals(
                "2464c4abcf10c957010000005cf79f111f8130c3eee29480",
                made("e5e973e5a6b2a43f48e7dc849e37bfcf", "2464c4abcf10c957", "198.51.100.100", 1_559_731_985L));
        assertEquals(
                "22681ab97d52c298010000005cf7c57926556bd0934c72f8",
                made(
                        "dd3bdf9344b678b185a6f5cb60fca715",
                        "22681ab97d52c298",
                        "2001:db8:220:1:59de:d0f4:8769:82b8",
                        1_559_741_817L));
    }

    private static String made(String secret, String clientCookie, String address, long seconds) {
        ByteBuffer key = ByteBuffer.wrap(HexFormat.of().parseHex(secret)).order(ByteOrder.LITTLE_ENDIAN);
        Cookies cookies = new Cookies(key.getLong(), key.getLong());
        Message question = asking(HexFormat.of().parseHex(clientCookie));
        byte[] wire = question.toWire();
        Query query = new Query();
        assertEquals(Query.Shape.COMMON, query.read(wire, wire.length, Client.udp(InetAddress.ofLiteral(address))));
        byte[] out = new byte[64];
        cookies.write(query, seconds, out, 0);
        return HexFormat.of().formatHex(out, 0, Cookies.LENGTH);
    }

    @Test
    void aClientCookieGetsAServerCookieThatIsGoodForThisAddressAlone() throws IOException {
        DnsLimits one = Loopback.limits(1, 0);
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), one);
                DatagramSocket mine = loopback.socket(Loopback.STRANGER);
                DatagramSocket theirs = loopback.socket("127.8.8.8")) {
            byte[] cookie = exchange(mine, CLIENT);
            assertEquals(Cookies.LENGTH, cookie.length);
            assertArrayEquals(CLIENT, Arrays.copyOf(cookie, 8));

            for (int i = 0; i < 50; i++) {
                assertEquals(Cookies.LENGTH, exchange(mine, cookie).length, "with a good cookie nothing is limited");
            }
            exchange(theirs, CLIENT);
            assertEquals(0, loopback.exchangeOrSilence(theirs, asking(cookie).toWire()).length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 12, 16, 23})
    void aForgedCookieIsAnsweredWithAGoodOneButLimited(int flipped) throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), Loopback.limits(2, 0));
                DatagramSocket socket = loopback.socket(Loopback.STRANGER)) {
            byte[] good = exchange(socket, CLIENT);
            byte[] forged = good.clone();
            forged[flipped] ^= 0x40;
            assertArrayEquals(good, exchange(socket, forged));
            long before = loopback.server.statistics().limited();
            assertEquals(0, loopback.exchangeOrSilence(socket, asking(forged).toWire()).length);
            assertEquals(before + 1, loopback.server.statistics().limited());
        }
    }

    @Test
    void aCookieGrowsOld() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), Loopback.limits(1, 0));
                DatagramSocket socket = loopback.socket(Loopback.STRANGER)) {
            byte[] cookie = exchange(socket, CLIENT);
            loopback.seconds.addAndGet(3600);
            byte[] renewed = exchange(socket, cookie);
            assertNotEquals(HexFormat.of().formatHex(cookie), HexFormat.of().formatHex(renewed));
            exchange(socket, cookie);
            assertEquals(0, loopback.server.statistics().limited());
            loopback.seconds.incrementAndGet();
            exchange(socket, cookie);
            assertEquals(0, loopback.exchangeOrSilence(socket, asking(cookie).toWire()).length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 15, 41})
    void aCookieOfAWrongLengthIsMalformed(int length) {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)))) {
            assertEquals("FORMERR", Loopback.rcode(loopback.ask(asking(new byte[length]))));
        }
    }

    @Test
    void withoutACookieNoneComesBack() {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)))) {
            Message question = question("shop", Type.A);
            question.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
            assertTrue(loopback.ask(question).getOPT().getOptions().isEmpty());
        }
    }

    @Test
    void aCookieMayBeAskedForWithoutAQuestion() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)))) {
            Message wish = new Message(7);
            wish.addRecord(
                    new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(EDNSOption.Code.COOKIE, CLIENT))),
                    Section.ADDITIONAL);
            byte[] wire = loopback.udp(wish.toWire());
            Message answer = Loopback.parse(wire);
            assertEquals("NOERROR", Loopback.rcode(answer));
            assertEquals(0, answer.getHeader().getCount(Section.QUESTION));
            assertEquals(Cookies.LENGTH + 4, cookie(wire).length);
            assertFalse(answer.getHeader().getFlag(Flags.AA));
        }
    }
}
