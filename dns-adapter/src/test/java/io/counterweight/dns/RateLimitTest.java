package io.counterweight.dns;

import static io.counterweight.dns.Loopback.limits;
import static io.counterweight.dns.Loopback.question;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Response rate limiting: so many answers a second for one network, over UDP, from strangers. */
@Rule("A")
class RateLimitTest {

    /** What one network saw of a number of questions. */
    private record Seen(int answered, int truncated, int silent) {}

    private static Seen ask(Loopback loopback, DatagramSocket socket, int questions) throws IOException {
        int answered = 0;
        int truncated = 0;
        int silent = 0;
        for (int i = 0; i < questions; i++) {
            byte[] answer =
                    loopback.exchangeOrSilence(socket, question("shop", Type.A).toWire());
            if (answer.length == 0) {
                silent++;
            } else if (Loopback.parse(answer).getHeader().getFlag(Flags.TC)) {
                truncated++;
            } else {
                answered++;
            }
        }
        return new Seen(answered, truncated, silent);
    }

    @Test
    void answersSoManyASecondThenSlipsEverySecondOneTruncated() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), limits(5, 2));
                DatagramSocket socket = loopback.socket(Loopback.STRANGER)) {
            assertEquals(new Seen(5, 5, 5), ask(loopback, socket, 15));
            assertEquals(10, loopback.server.statistics().limited());
            assertEquals(5, loopback.server.statistics().slipped());
            loopback.seconds.incrementAndGet();
            assertEquals(new Seen(5, 0, 0), ask(loopback, socket, 5));
        }
    }

    @Test
    void withoutSlipWhatIsOverTheLimitIsDropped() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), limits(3, 0));
                DatagramSocket socket = loopback.socket(Loopback.STRANGER)) {
            assertEquals(new Seen(3, 0, 7), ask(loopback, socket, 10));
        }
    }

    @Test
    void aNetworkSharesItsLimitAndAnotherHasItsOwn() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), limits(4, 0));
                DatagramSocket one = loopback.socket("127.9.9.1");
                DatagramSocket sibling = loopback.socket("127.9.9.2");
                DatagramSocket other = loopback.socket("127.9.10.1")) {
            assertEquals(new Seen(4, 0, 0), ask(loopback, one, 4));
            assertEquals(new Seen(0, 0, 4), ask(loopback, sibling, 4));
            assertEquals(new Seen(4, 0, 0), ask(loopback, other, 4));
        }
    }

    @Test
    void exemptPrefixesAndTheMachineItselfAreNeverLimited() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), limits(1, 2, "127.9.8.0/23"));
                DatagramSocket exempt = loopback.socket("127.9.9.9");
                DatagramSocket own = loopback.socket(Loopback.ADDRESS);
                DatagramSocket stranger = loopback.socket("127.9.10.9")) {
            assertEquals(new Seen(50, 0, 0), ask(loopback, exempt, 50));
            assertEquals(new Seen(50, 0, 0), ask(loopback, own, 50));
            assertEquals(new Seen(1, 1, 2), ask(loopback, stranger, 4));
        }
    }

    @Test
    void tcpIsNotLimited() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), limits(1, 0));
                Socket socket = loopback.tcp()) {
            for (int i = 0; i < 20; i++) {
                Loopback.send(socket, question("shop", Type.A).toWire());
                Message answer = Loopback.receive(socket);
                assertEquals(1, Loopback.data(answer).size());
            }
        }
    }

    @Test
    void zeroMeansNoLimit() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)), limits(0, 2));
                DatagramSocket socket = loopback.socket(Loopback.STRANGER)) {
            assertEquals(new Seen(300, 0, 0), ask(loopback, socket, 300));
        }
    }

    @Test
    void networksOfIpv6AreCountedByTheir56Bits() {
        RateLimit limit = new RateLimit(limits(1, 0));
        Client one = Client.udp(InetAddress.ofLiteral("2001:db8:0:aa01::1"));
        Client sibling = Client.udp(InetAddress.ofLiteral("2001:db8:0:aaff::1"));
        Client other = Client.udp(InetAddress.ofLiteral("2001:db8:0:ab01::1"));
        assertEquals(0, limit.over(one, 7));
        assertEquals(1, limit.over(sibling, 7));
        assertEquals(0, limit.over(other, 7));
    }

    @Test
    void limitsChangeWhileTheServerRuns() {
        RateLimit limit = new RateLimit(limits(1, 0));
        Client client = Client.udp(InetAddress.ofLiteral("192.0.2.1"));
        limit.over(client, 7);
        assertEquals(1, limit.over(client, 7));

        limit.change(limits(10, 0));
        assertEquals(0, limit.over(client, 7));

        limit.change(new DnsLimits(1, 0, List.of(Prefix.parse("192.0.2.0/24")), 1, 1));
        assertEquals(0, limit.over(client, 7));
        assertTrue(limit.exempt(client));
    }

    @Test
    void prefixesHoldWhatTheySay() {
        Prefix prefix = Prefix.parse("192.0.2.128/25");
        assertTrue(prefix.contains(InetAddress.ofLiteral("192.0.2.255")));
        assertTrue(!prefix.contains(InetAddress.ofLiteral("192.0.2.127")));
        assertTrue(!prefix.contains(InetAddress.ofLiteral("2001:db8::1")));
        assertTrue(Prefix.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8")));
        assertTrue(Prefix.parse("2001:db8::/33").contains(InetAddress.ofLiteral("2001:db8:7fff::1")));
        assertEquals("192.0.2.1/32", Prefix.parse("192.0.2.1").toString());
        for (String wrong : new String[] {"192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x", "example.net/8", ""}) {
            assertThrows(IllegalArgumentException.class, () -> Prefix.parse(wrong), wrong);
        }
    }
}
