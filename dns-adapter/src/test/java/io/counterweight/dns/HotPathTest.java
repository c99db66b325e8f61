package io.counterweight.dns;

import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.share;
import static io.counterweight.dns.Plans.sticky;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.counterweight.engine.exclusive.ExclusiveState.Grant;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.rules.Rule;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A host's answer comes from prepared bytes: a flood of questions makes no garbage, and so no pauses. */
@Rule("A")
class HotPathTest {

    private static final int CALLS = 100_000;
    /** Less than an object for every fourth answer: what the JVM itself does meanwhile is no allocation of ours. */
    private static final long BYTES_PER_ANSWER = 4;

    private static DnsServer server;

    @BeforeAll
    static void prepare() {
        DnsLimits limits = Loopback.limits(100_000_000, 2, "203.0.113.0/24", "2001:db8::/32");
        server = new DnsServer(Loopback.config(FreePort.on(Loopback.ADDRESS), limits), () -> 0);
        server.serve(plan(
                pair("shop", 500),
                sticky(
                        "stick",
                        share("east", 500, "192.0.2.1", "192.0.2.2", "2001:db8::1"),
                        share("west", 500, "198.51.100.1", "2001:db8::2")),
                Plans.crowded("crowd", 256),
                Plans.exclusive("alone", "east", "192.0.2.1"),
                Plans.regional(
                        "near",
                        AnswerChoice.RANDOM,
                        List.of(share("east", 500, "192.0.2.1"), share("west", 500, "198.51.100.1")),
                        Map.of("eu", 1000, "us", 300))));
        server.grant(Map.of(ServiceName.of("alone"), new Grant(Site.of("east"), 1)));
        server.locateBy(RegionsTest.table(Map.of(
                "eu", List.of("203.0.113.0/24", "198.51.0.0/16"), "us", List.of("203.0.113.128/25", "2001:db8::/32"))));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void plainQuestionsMakeNoObjects() {
        assertNoGarbage(Loopback.question("shop", Type.A), "198.51.100.7");
        assertNoGarbage(Loopback.question("stick", Type.AAAA), "2001:db8:9::7");
        assertNoGarbage(Loopback.question("crowd", Type.A), "198.51.100.7");
    }

    @Test
    void aTypeThatTheHostHasNotMakesNoObjects() {
        assertNoGarbage(Loopback.question("shop", Type.AAAA), "198.51.100.7");
        assertNoGarbage(Loopback.question("shop", Type.HTTPS), "198.51.100.7");
    }

    @Test
    void subnetsAndCookiesMakeNoObjects() {
        Message question = Loopback.question("stick", Type.A);
        question.addRecord(
                new OPTRecord(
                        1232,
                        0,
                        0,
                        0,
                        List.of(
                                new ClientSubnetOption(24, InetAddress.ofLiteral("203.0.113.0")),
                                new GenericEDNSOption(EDNSOption.Code.COOKIE, new byte[24]))),
                Section.ADDITIONAL);
        assertNoGarbage(question, "198.51.100.7");
        assertNoGarbage(question, "2001:db9::7");
    }

    @Test
    @Rule("E7")
    void lookingAtALeaseMakesNoObjects() {
        assertNoGarbage(Loopback.question("alone", Type.A), "198.51.100.7");
    }

    @Test
    void regionsMakeNoObjects() {
        Message question = Loopback.question("near", Type.A);
        question.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(24, InetAddress.ofLiteral("203.0.113.0")))),
                Section.ADDITIONAL);
        assertNoGarbage(question, "198.51.100.7");
        assertNoGarbage(Loopback.question("near", Type.A), "198.51.100.7");
        assertNoGarbage(Loopback.question("near", Type.A), "2001:db8:9::7");
    }

    private static void assertNoGarbage(Message question, String from) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] packet = question.toWire();
        byte[] out = new byte[Responder.BUFFER];
        Responder responder = new Responder(server, new SplittableRandom(7));
        Client client = Client.udp(InetAddress.ofLiteral(from));
        ask(responder, packet, client, out);
        long before = threads.getCurrentThreadAllocatedBytes();
        ask(responder, packet, client, out);
        long made = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(made < CALLS * BYTES_PER_ANSWER, () -> made + " bytes for " + CALLS + " answers to " + question);
    }

    private static void ask(Responder responder, byte[] packet, Client client, byte[] out) {
        for (int i = 0; i < CALLS; i++) {
            assertAnswered(responder.respond(packet, packet.length, client, out));
        }
    }

    private static void assertAnswered(int size) {
        if (size < 12) {
            throw new AssertionError("no answer");
        }
    }
}
