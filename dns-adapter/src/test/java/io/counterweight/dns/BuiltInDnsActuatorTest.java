package io.counterweight.dns;

import static io.counterweight.dns.Loopback.limits;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.service;
import static io.counterweight.dns.Plans.share;
import static io.counterweight.dns.Plans.sticky;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.TrafficActuator.Outcome;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

/** Plans in, fences held, and what is served read back over the wire. */
@Rule("A")
class BuiltInDnsActuatorTest {

    private static final ServiceName SHOP = ServiceName.of("shop");

    private static Plan fenced(long term, long sequence, int east) {
        return new Plan(
                new Fence(term, sequence), true, plan(pair("shop", east)).services());
    }

    private static Map<Site, Integer> weights(int east) {
        return Map.of(Site.of("east"), east, Site.of("west"), ServicePlan.WHOLE - east);
    }

    @Test
    @Rule({"A", "E10"})
    void aStalePlanNeverReplacesANewerOne() {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            assertInstanceOf(Outcome.Applied.class, actuator.apply(fenced(2, 5, 1000)));
            for (Plan stale : List.of(fenced(2, 4, 0), fenced(1, 99, 0), fenced(0, 0, 0))) {
                assertEquals(new Outcome.RefusedAsStale(stale.fence(), new Fence(2, 5)), actuator.apply(stale));
                assertEquals(List.of("192.0.2.1"), loopback.data("shop", Type.A));
            }
            assertInstanceOf(Outcome.Applied.class, actuator.apply(fenced(2, 5, 1000)), "full state is applied again");
            assertInstanceOf(Outcome.Applied.class, actuator.apply(fenced(3, 0, 0)), "a higher term wins");
            assertEquals(List.of("198.51.100.1"), loopback.data("shop", Type.A));
        }
    }

    @Test
    void aSilentPortIsNotAskedForEveryService() throws IOException {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            actuator.apply(plan(
                    IntStream.range(0, 30).mapToObj(i -> pair("shop" + i, 500)).toArray(ServicePlan[]::new)));
            loopback.server.close();
            try (DatagramSocket deaf =
                    new DatagramSocket(loopback.server.config().listen().getFirst())) {
                deaf.setSoTimeout(100);

                assertEquals(Map.of(), actuator.readBack());

                int asked = 0;
                for (boolean more = true; more; asked += more ? 1 : 0) {
                    more = received(deaf);
                }
                assertTrue(asked > 0 && asked < 10, asked + " questions");
            }
        }
    }

    private static boolean received(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[512], 512));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void readsBackTheWeightsThatItServes() {
        try (Loopback loopback = Loopback.serving(plan(), limits(1, 0))) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            assertEquals("built-in-dns", actuator.name());
            actuator.apply(plan(
                    pair("shop", 700),
                    sticky("stick", share("east", 1000, "2001:db8::1")),
                    service(
                            "wide",
                            List.of(Plans.BULKY),
                            AnswerChoice.RANDOM,
                            Plans.bulky().shares().getFirst()),
                    service("hostless", List.of(), AnswerChoice.RANDOM, share("east", 1000, "192.0.2.1")),
                    service("dark")));
            var read = actuator.readBack();
            assertEquals(weights(700), read.get(SHOP));
            assertEquals(Map.of(Site.of("east"), 1000), read.get(ServiceName.of("stick")));
            assertEquals(Map.of(Site.of("east"), 1000), read.get(ServiceName.of("wide")));
            assertEquals(Map.of(), read.get(ServiceName.of("dark")));
            assertNull(read.get(ServiceName.of("hostless")), "nobody can ask for it");
        }
    }

    @Test
    void oneQuestionASecondIsEnoughForStrangersButNotForReadingBack() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(), limits(1, 0));
                DatagramSocket stranger = loopback.socket("127.0.53.77")) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            actuator.apply(fenced(1, 1, 700));
            byte[] query = Loopback.question("shop", Type.A).toWire();
            Loopback.exchange(stranger, query);
            assertEquals(0, loopback.exchangeOrSilence(stranger, query).length);
            assertEquals(weights(700), actuator.readBack().get(SHOP));
        }
    }

    @Test
    void driftShows() {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            actuator.apply(fenced(1, 1, 700));
            loopback.server.serve(fenced(1, 1, 300));
            assertEquals(weights(300), actuator.readBack().get(SHOP));
            loopback.server.serve(plan());
            assertNotEquals(weights(700), actuator.readBack().get(SHOP));
            loopback.server.serve(Plan.empty());
            assertNotEquals(weights(700), actuator.readBack().get(SHOP));
            actuator.apply(fenced(1, 2, 700));
            assertEquals(weights(700), actuator.readBack().get(SHOP), "mended");
        }
    }

    @Test
    void aListenAddressThatIsSilentIsNoReadBack() throws IOException {
        InetSocketAddress first = FreePort.on(Loopback.ADDRESS);
        InetSocketAddress second = FreePort.on("127.0.53.2");
        DnsConfig one = Loopback.config(first, limits(0, 0));
        DnsConfig two = Loopback.config(List.of(first, second), limits(0, 0));
        try (DnsServer half = new DnsServer(one, () -> 0);
                DnsServer whole = new DnsServer(two, () -> 0)) {
            half.start();
            half.serve(fenced(1, 1, 700));
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(whole);
            actuator.apply(fenced(1, 1, 700));
            assertEquals(Map.of(), actuator.readBack());
        }
    }

    @Test
    void readBackEndsAtTheFirstSilence() {
        Loopback loopback = Loopback.serving(plan());
        BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
        actuator.apply(
                plan(IntStream.range(0, 1000).mapToObj(i -> pair("s" + i, 500)).toArray(ServicePlan[]::new)));
        loopback.close();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertEquals(Map.of(), actuator.readBack()));
    }

    @Test
    void everyHostOfAServiceIsAskedInTurn() {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            DatacenterShare east = share("east", 1000, "192.0.2.1");
            actuator.apply(plan(service("shop", List.of("shop", "store"), AnswerChoice.RANDOM, east)));
            loopback.server.serve(plan(service("shop", List.of("shop"), AnswerChoice.RANDOM, east)));
            assertNotEquals(actuator.readBack(), actuator.readBack(), "one of two hosts is served");
        }
    }

    @Test
    void hostsThatCannotBeServedAreTold() {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            actuator.apply(plan(service(
                    "shop",
                    List.of("shop", "www.example.net."),
                    AnswerChoice.RANDOM,
                    share("east", 1000, "192.0.2.1"))));
            assertEquals(
                    List.of("host www.example.net. of shop is outside the zone gslb.example."), actuator.refused());
            actuator.apply(fenced(1, 2, 700));
            assertEquals(List.of(), actuator.refused());
        }
    }

    @Test
    void anErrorOverOnePacketDoesNotSilenceTheListener() throws IOException {
        InetSocketAddress address = FreePort.on(Loopback.ADDRESS);
        try (DnsServer server = new DnsServer(Loopback.config(address, limits(0, 0)), () -> 0);
                DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
            server.serve(plan(pair("shop", 500)));
            UdpListener listener = UdpListener.open(address, false, new Responder(server, () -> {
                throw new StackOverflowError("brought about");
            }));
            listener.start();
            try {
                socket.connect(address);
                socket.setSoTimeout(10_000);
                byte[] broken = Loopback.question("shop", Type.A).toWire();
                socket.send(new DatagramPacket(broken, broken.length));
                byte[] fine = Loopback.question("@", Type.SOA).toWire();
                assertEquals("NOERROR", Loopback.rcode(Loopback.parse(Loopback.exchange(socket, fine))));
            } finally {
                listener.stop();
                listener.join();
            }
        }
    }

    @Test
    @Rule({"A", "W2"})
    void whatIsShedIsReadBackToo() {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            ServicePlan six = Plans.shedding(service("six", share("east", 1000, "2001:db8::1")), 900);
            actuator.apply(plan(1, Plans.shedding(pair("shop", 700), 900), six));
            assertEquals(weights(700), actuator.readBack().get(SHOP));
            assertEquals(Map.of(Site.of("east"), 1000), actuator.readBack().get(ServiceName.of("six")));

            loopback.server.serve(plan(1, Plans.shedding(pair("shop", 700), 100), six));

            assertNull(actuator.readBack().get(SHOP));
        }
    }

    @Test
    void anAnswerThatTheWeightsForbidIsNoReadBack() {
        try (Loopback loopback = Loopback.serving(plan())) {
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
            actuator.apply(plan(1, service("shop", share("east", 1000, "192.0.2.1"))));
            loopback.server.serve(plan(1, service("shop", share("east", 1000, "203.0.113.66"))));
            assertNull(actuator.readBack().get(SHOP));
            loopback.server.serve(plan(1, service("shop", share("east", 1000, "2001:db8::66"))));
            assertNull(actuator.readBack().get(SHOP), "no answer is none that the weights allow");
        }
    }

    @Test
    void aDeadServerReadsBackNothing() {
        Loopback loopback = Loopback.serving(plan());
        BuiltInDnsActuator actuator = new BuiltInDnsActuator(loopback.server);
        actuator.apply(fenced(1, 1, 700));
        loopback.close();
        assertEquals(new TreeMap<>(), actuator.readBack());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.53.1", "::1"})
    void readsBackWhereverItListens(String literal) throws IOException {
        if (literal.contains(":")) {
            Needs.ipv6();
        }
        try (DnsServer server = new DnsServer(Loopback.config(FreePort.on(literal), limits(1, 0)), () -> 0)) {
            server.start();
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(server);
            actuator.apply(fenced(1, 1, 250));
            assertEquals(weights(250), actuator.readBack().get(SHOP));
        }
    }
}
