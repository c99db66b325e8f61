package io.counterweight.dns;

import static io.counterweight.dns.Plans.bulky;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.share;
import static io.counterweight.dns.Plans.sticky;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import io.counterweight.rules.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clients that operators have at hand, from BIND and Knot: what they print is what the wire carried, in others' eyes. */
@Rule("A")
class RealClientsTest {

    private static Loopback loopback;

    @BeforeAll
    static void open() {
        loopback = Loopback.serving(plan(
                pair("shop", 1000),
                bulky(),
                sticky("stick", share("east", 1000, "192.0.2.9", "2001:db8::9")),
                Plans.regional(
                        "near",
                        AnswerChoice.RANDOM,
                        List.of(share("east", 1000, "192.0.2.1"), share("west", 0, "198.51.100.1")),
                        Map.of("us", 0))));
        loopback.server.locateBy(RegionsTest.table(Map.of("us", List.of("203.0.0.0/16"))));
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    private static String dig(String... arguments) {
        return ask(Needs.program("dig", "bind9-dnsutils"), arguments);
    }

    private static String kdig(String... arguments) {
        return ask(Needs.program("kdig", "knot-dnsutils"), arguments);
    }

    private static String ask(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "@" + loopback.address.getAddress().getHostAddress(),
                "-p",
                String.valueOf(loopback.address.getPort())));
        command.addAll(List.of(arguments));
        String printed = Tool.run(command).printed();
        for (String complaint : List.of("malformed", "bad packet", "MBZ", "mismatch", "extra bytes", "Warning")) {
            assertFalse(printed.contains(complaint), () -> command + "\n" + printed);
        }
        return printed;
    }

    private static void assertShows(String printed, String... regexes) {
        for (String regex : regexes) {
            assertTrue(Pattern.compile(regex).matcher(printed).find(), () -> "no '" + regex + "' in\n" + printed);
        }
    }

    @Test
    void digReadsAnAddress() {
        assertShows(
                dig("+norec", "shop.gslb.example", "A"),
                "status: NOERROR",
                "flags: qr aa; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1",
                "udp: 1232",
                "shop\\.gslb\\.example\\.\\s+5\\s+IN\\s+A\\s+192\\.0\\.2\\.1");
        assertEquals("192.0.2.1", dig("+short", "shop.gslb.example").strip());
        assertEquals("2001:db8::9", dig("+short", "stick.gslb.example", "AAAA").strip());
    }

    @Test
    void digReadsTheZone() {
        assertShows(dig("gslb.example", "SOA"), "IN\\s+SOA\\s+ns1\\.gslb\\.example\\. hostmaster\\.example\\. 1 ");
        assertShows(dig("gslb.example", "NS"), "ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 4", "IN\\s+AAAA\\s+2001:db8::53");
        assertShows(dig("gslb.example", "TXT"), "\"v=spf1 -all\"");
        assertShows(dig("alias.gslb.example"), "IN\\s+CNAME\\s+shop\\.gslb\\.example\\.", "IN\\s+A\\s+192\\.0\\.2\\.1");
        assertShows(dig("nothing.gslb.example"), "status: NXDOMAIN", "5\\s+IN\\s+SOA");
        assertShows(dig("shop.gslb.example", "MX"), "status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
        assertShows(dig("-t", "ANY", "+notcp", "shop.gslb.example"), "HINFO\\s+\"RFC8482\" \"\"");
    }

    @Test
    void digSeesWhatIsRefused() {
        assertShows(dig("gslb.example", "AXFR"), "Transfer failed");
        assertShows(dig("example.net"), "status: REFUSED");
        assertShows(dig("CH", "TXT", "version.bind"), "status: REFUSED");
        assertShows(dig("+opcode=notify", "gslb.example"), "status: NOTIMP");
        assertShows(dig("+header-only", "+noedns"), "status: FORMERR");
    }

    @Test
    void digSpeaksEdns() {
        assertShows(dig("+cookie", "shop.gslb.example"), "COOKIE: [0-9a-f]{16}01000000[0-9a-f]{24} \\(good\\)");
        assertShows(dig("+header-only", "+cookie"), "status: NOERROR", "COOKIE: [0-9a-f]{48} \\(good\\)");
        assertShows(dig("+subnet=203.0.113.0/24", "stick.gslb.example"), "CLIENT-SUBNET: 203\\.0\\.113\\.0/24/24");
        assertShows(dig("+subnet=203.0.113.0/24", "shop.gslb.example"), "CLIENT-SUBNET: 203\\.0\\.113\\.0/24/0");
        assertShows(dig("+subnet=2001:db8::/56", "stick.gslb.example"), "CLIENT-SUBNET: 2001:db8::/56/56");
        assertShows(
                dig("+subnet=203.0.113.0/24", "near.gslb.example"),
                "CLIENT-SUBNET: 203\\.0\\.113\\.0/24/16",
                "IN\\s+A\\s+198\\.51\\.100\\.1");
        assertShows(dig("+subnet=198.51.100.0/24", "near.gslb.example"), "IN\\s+A\\s+192\\.0\\.2\\.1");
        assertShows(dig("+subnet=0", "stick.gslb.example"), "status: NOERROR", "CLIENT-SUBNET: 0\\.0\\.0\\.0/0/0");
        assertShows(dig("+edns=1", "+noednsneg", "shop.gslb.example"), "status: BADVERS", "EDNS: version: 0");
        assertShows(dig("+ednsopt=100:abcd", "shop.gslb.example"), "status: NOERROR", "ANSWER: 1");
        assertShows(dig("+ednsflags=0x7f", "shop.gslb.example"), "EDNS: version: 0, flags:; udp");
        assertShows(dig("+qr", "+dnssec", "+nsid", "shop.gslb.example"), "flags: do", "ANSWER: 1");
        assertFalse(dig("+noedns", "shop.gslb.example").contains("EDNS:"));
    }

    @Test
    void digComesBackOverTcp() {
        String name = Plans.BULKY + ".gslb.example";
        assertShows(dig("+noedns", "+ignore", name, "AAAA"), "flags: qr aa tc", "ANSWER: 0");
        assertShows(dig("+noedns", name, "AAAA"), "Truncated, retrying in TCP mode", "ANSWER: 16", "\\(TCP\\)");
        assertShows(dig("+bufsize=512", "+ignore", name, "AAAA"), "flags: qr aa tc");
        assertShows(dig("+tcp", name, "AAAA"), "ANSWER: 16", "\\(TCP\\)");
        assertShows(
                dig("+tcp", "+keepopen", "shop.gslb.example", "stick.gslb.example"),
                "192\\.0\\.2\\.1",
                "192\\.0\\.2\\.9");
    }

    @Test
    void kdigReadsTheSame() {
        assertShows(kdig("shop.gslb.example"), "status: NOERROR", "Flags: qr aa rd", "5\\s+IN\\s+A\\s+192\\.0\\.2\\.1");
        assertShows(
                kdig("+json", "shop.gslb.example"),
                "\"RCODE\": 0",
                "\"AA\": 1",
                "\"ANCOUNT\": 1",
                "\"rdataA\": \"192\\.0\\.2\\.1\"");
        assertShows(kdig("nothing.gslb.example"), "status: NXDOMAIN", "AUTHORITY: 1");
        assertShows(kdig("gslb.example", "AXFR"), "REFUSED");
    }

    @Test
    void kdigSpeaksEdns() {
        assertShows(
                kdig("+cookie", "+subnet=203.0.113.0/24", "+nsid", "+bufsize=4096", "stick.gslb.example"),
                "UDP size: 1232 B; ext-rcode: NOERROR",
                "CLIENT-SUBNET: 203\\.0\\.113\\.0/24/24",
                "COOKIE: [0-9A-F]{48}");
        assertShows(kdig("+edns=1", "shop.gslb.example"), "BADVERS");
        assertShows(kdig("+padding=64", "shop.gslb.example"), "status: NOERROR", "ANSWER: 1");
    }

    @Test
    void kdigComesBackOverTcp() {
        String name = Plans.BULKY + ".gslb.example";
        assertShows(kdig("+noedns", "+ignore", name, "AAAA"), "Flags: qr aa tc");
        assertShows(kdig("+noedns", name, "AAAA"), "ANSWER: 16", "\\(TCP\\)");
        assertShows(
                kdig("+tcp", "+keepopen", "shop.gslb.example", "stick.gslb.example"),
                "192\\.0\\.2\\.1",
                "192\\.0\\.2\\.9");
    }

    /** BIND's resolver library, which looks at answers as a resolver does. */
    @Test
    void delvTakesTheAnswers() {
        String delv = Needs.program("delv", "bind9-dnsutils");
        assertShows(ask(delv, "-i", "shop.gslb.example"), "; authoritative", "5\\s+IN\\s+A\\s+192\\.0\\.2\\.1");
        assertShows(ask(delv, "-i", "nothing.gslb.example"), "ncache nxdomain");
        assertShows(ask(delv, "-i", "shop.gslb.example", "AAAA"), "ncache nxrrset");
        assertShows(ask(delv, "-i", "alias.gslb.example"), "CNAME\\s+shop", "192\\.0\\.2\\.1");
    }
}
