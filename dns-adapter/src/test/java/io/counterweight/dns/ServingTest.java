package io.counterweight.dns;

import static io.counterweight.dns.Loopback.data;
import static io.counterweight.dns.Loopback.limits;
import static io.counterweight.dns.Loopback.question;
import static io.counterweight.dns.Loopback.rcode;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.service;
import static io.counterweight.dns.Plans.share;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A server's life: opening, plans one after another, closing. */
class ServingTest {

    @Test
    @Rule("A")
    void aNewPlanIsInTheVeryNextAnswer() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000)));
                DatagramSocket udp = loopback.socket("127.0.0.1");
                Socket tcp = loopback.tcp()) {
            byte[] query = question("shop", Type.A).toWire();
            for (int i = 0; i < 100; i++) {
                boolean east = i % 2 == 0;
                loopback.server.serve(plan(i, pair("shop", east ? 1000 : 0)));
                List<String> wanted = List.of(east ? "192.0.2.1" : "198.51.100.1");
                assertEquals(wanted, data(Loopback.parse(Loopback.exchange(udp, query))));
                Loopback.send(tcp, query);
                assertEquals(wanted, data(Loopback.receive(tcp)));
            }
        }
    }

    @Test
    @Rule("A")
    void aServiceThatLeavesThePlanIsGoneFromTheNextAnswer() {
        try (Loopback loopback = Loopback.serving(plan(pair("shop", 1000), pair("cart", 1000)))) {
            assertEquals("NOERROR", rcode(loopback.ask("cart", Type.A)));
            loopback.server.serve(plan(2, pair("shop", 1000)));
            assertEquals("NXDOMAIN", rcode(loopback.ask("cart", Type.A)));
        }
    }

    /** The part of it that a name server alone can show. */
    @Test
    @Rule("E9")
    void emptyDiskAnswersServfail() {
        try (Loopback loopback = Loopback.closed(Loopback.config(FreePort.on(Loopback.ADDRESS), limits(0, 0)))
                .started()) {
            for (String name : List.of("shop", "any.thing", "below")) {
                for (int type : new int[] {Type.A, Type.AAAA, Type.TXT, Type.ANY}) {
                    Message answer = loopback.ask(name, type);
                    assertEquals("SERVFAIL", rcode(answer), name);
                    assertTrue(data(answer).isEmpty());
                }
            }
            Message alias = loopback.ask("alias", Type.A);
            assertEquals("SERVFAIL", rcode(alias), "an alias to a name that might be owned");
            assertTrue(data(alias).isEmpty());
            assertEquals("NOERROR", rcode(loopback.ask("@", Type.SOA)), "the zone itself is known");
            assertEquals(List.of("192.0.2.53"), loopback.data("ns1", Type.A));
            loopback.server.serve(plan());
            assertEquals("NXDOMAIN", rcode(loopback.ask("shop", Type.A)), "known to be none");
            loopback.server.serve(
                    new Plan(new Fence(1, 2), false, plan(pair("shop", 1000)).services()));
            assertEquals("SERVFAIL", rcode(loopback.ask("cart", Type.A)), "some, but not all, are known");
            assertEquals(List.of("192.0.2.1"), loopback.data("shop", Type.A), "what is known is answered");
        }
    }

    @Test
    @Rule("E9")
    void nothingIsOpenBeforeTheStart() throws IOException {
        InetSocketAddress address = FreePort.on(Loopback.ADDRESS);
        try (Loopback loopback = Loopback.closed(Loopback.config(address, limits(0, 0)))) {
            loopback.server.serve(plan(pair("shop", 1000)));
            try (ServerSocket tcp = new ServerSocket(address.getPort(), 1, address.getAddress());
                    DatagramSocket udp = new DatagramSocket(address)) {
                assertTrue(tcp.isBound() && udp.isBound(), "the port is free");
            }
            loopback.started();
            assertEquals(List.of("192.0.2.1"), loopback.data("shop", Type.A));
        }
    }

    @Test
    @Rule("A")
    void aHostThatCannotBeServedIsNamedAndSpoilsNoOther() {
        try (Loopback loopback = Loopback.serving(plan())) {
            List<String> refused = loopback.server.serve(plan(
                    pair("shop", 1000),
                    service("far", List.of("shop.example.net."), AnswerChoice.RANDOM, share("east", 1000, "192.0.2.2")),
                    service("thief", List.of("SHOP"), AnswerChoice.RANDOM, share("east", 1000, "192.0.2.3")),
                    service("usurper", List.of("ns1"), AnswerChoice.RANDOM, share("east", 1000, "192.0.2.4")),
                    service("odd", List.of("a..b"), AnswerChoice.RANDOM, share("east", 1000, "192.0.2.5")),
                    service("vague", share("east", 1000, "shop.example.com"))));
            assertEquals(5, refused.size(), refused::toString);
            assertTrue(refused.stream().anyMatch(each -> each.contains("outside the zone gslb.example.")));
            assertTrue(refused.stream().anyMatch(each -> each.contains("shop.example.com")));
            assertEquals(List.of("192.0.2.1"), loopback.data("shop", Type.A));
            assertEquals(List.of("192.0.2.53"), loopback.data("ns1", Type.A));
            assertEquals("SERVFAIL", rcode(loopback.ask("vague", Type.A)));
        }
    }

    @Test
    @Rule("A")
    void severalHostsOfAServiceAnswerAlike() {
        try (Loopback loopback = Loopback.serving(plan(service(
                "shop",
                List.of("shop", "www.shop", "store.gslb.example."),
                AnswerChoice.RANDOM,
                share("east", 1000, "192.0.2.1"))))) {
            for (String host : List.of("shop", "www.shop", "store")) {
                assertEquals(List.of("192.0.2.1"), loopback.data(host, Type.A));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBusyPortIsNamedAndNothingStaysOpen(boolean busyUdp) throws Exception {
        InetSocketAddress free = FreePort.on(Loopback.ADDRESS);
        InetSocketAddress busy = FreePort.on("127.0.53.2");
        try (AutoCloseable holder =
                        busyUdp ? new DatagramSocket(busy) : new ServerSocket(busy.getPort(), 1, busy.getAddress());
                DnsServer server = new DnsServer(Loopback.config(List.of(free, busy), limits(0, 0)), () -> 0)) {
            IOException error = assertThrows(IOException.class, server::start);
            assertTrue(error.getMessage().contains("127.0.53.2 port " + busy.getPort()), error::getMessage);
            assertTrue(error.getMessage().contains("free the address or choose another"), error::getMessage);
            assertNotNull(holder);
        }
        try (ServerSocket tcp = new ServerSocket(free.getPort(), 1, free.getAddress());
                DatagramSocket udp = new DatagramSocket(free)) {
            assertTrue(tcp.isBound() && udp.isBound());
        }
    }

    @Test
    void answersOnEachListenAddress() throws IOException {
        Needs.ipv6();
        InetSocketAddress four = FreePort.on("127.0.53.3");
        InetSocketAddress other = FreePort.on("127.0.53.4");
        InetSocketAddress six = FreePort.on("::1");
        try (DnsServer server = new DnsServer(Loopback.config(List.of(four, other, six), limits(0, 0)), () -> 0)) {
            server.serve(plan(pair("shop", 1000)));
            server.start();
            for (InetSocketAddress address : List.of(four, other, six)) {
                for (boolean tcp : new boolean[] {false, true}) {
                    SimpleResolver resolver = new SimpleResolver(address);
                    resolver.setTCP(tcp);
                    assertEquals(List.of("192.0.2.1"), data(resolver.send(question("shop", Type.A))));
                }
            }
        }
    }

    @Test
    void severalThreadsShareOneAddress() throws IOException {
        InetSocketAddress address = FreePort.on("127.0.53.5");
        DnsConfig one = Loopback.config(address, limits(0, 0));
        DnsConfig four =
                new DnsConfig(one.listen(), one.zone(), one.nameservers(), one.soa(), one.records(), 4, one.limits());
        try (DnsServer server = new DnsServer(four, () -> 0)) {
            server.serve(plan(pair("shop", 1000)));
            server.start();
            for (int i = 0; i < 40; i++) {
                assertEquals(List.of("192.0.2.1"), data(new SimpleResolver(address).send(question("shop", Type.A))));
            }
        }
    }

    @Test
    void closingLosesNoQueryThatWasReceived() throws IOException {
        int burst = 150;
        int pipelined = 600;
        Loopback loopback = Loopback.serving(plan(pair("shop", 1000)));
        try (DatagramSocket udp = loopback.socket("127.0.0.1");
                Socket idle = loopback.tcp();
                Socket asking = loopback.tcp()) {
            byte[] query = question("shop", Type.A).toWire();
            // More than the server reads in one go, so that the kernel holds some when the closing begins.
            byte[][] many = new byte[pipelined][];
            Arrays.fill(many, query);
            for (int i = 0; i < burst; i++) {
                udp.send(new DatagramPacket(query, query.length));
            }
            Loopback.send(asking, many);
            loopback.close();

            assertEquals(burst, count(udp));
            for (int i = 0; i < pipelined; i++) {
                assertEquals(1, data(Loopback.receive(asking)).size());
            }
            assertEquals(-1, asking.getInputStream().read());
            assertEquals(-1, idle.getInputStream().read());
        }
    }

    @Test
    void closingGoesOnAnsweringForAWhileButEndsThoughClientsGoOnAsking() throws Exception {
        Loopback loopback = Loopback.serving(plan(pair("shop", 1000)));
        List<Thread> clients = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        try (DatagramSocket udp = loopback.socket("127.0.0.1");
                Socket tcp = loopback.tcp()) {
            byte[] query = question("shop", Type.A).toWire();
            clients.add(Thread.ofPlatform()
                    .start(() -> askUntilItFails(() -> {
                        Loopback.exchange(udp, query);
                        answered.incrementAndGet();
                    })));
            clients.add(Thread.ofPlatform()
                    .start(() -> askUntilItFails(() -> {
                        Loopback.send(tcp, query);
                        Loopback.receive(tcp);
                    })));
            await().until(() -> answered.get() > 0);
            int before = answered.get();
            loopback.close();
            assertTrue(answered.get() - before > 50, () -> "answered " + (answered.get() - before) + " while closing");
            try (DatagramSocket again = new DatagramSocket(loopback.address)) {
                assertTrue(again.isBound(), "the port is free again");
            }
        }
        for (Thread client : clients) {
            client.join();
            assertFalse(client.isAlive());
        }
    }

    private interface Question {
        void ask() throws IOException;
    }

    private static void askUntilItFails(Question question) {
        try {
            while (true) {
                question.ask();
            }
        } catch (IOException e) {
            // The server has gone, or the test closed the socket.
        }
    }

    private static int count(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(200);
        int count = 0;
        try {
            while (true) {
                Loopback.receive(socket);
                count++;
            }
        } catch (SocketTimeoutException e) {
            return count;
        }
    }

    @Test
    void closingWithoutAStartIsQuiet() {
        new DnsServer(Loopback.config(FreePort.on(Loopback.ADDRESS), limits(0, 0)), () -> 0).close();
    }

    @Test
    void manyServicesAreServedFromOneTable() {
        TreeMap<ServiceName, ServicePlan> all = new TreeMap<>();
        for (int i = 0; i < 1000; i++) {
            var each = service("s" + i, share("east", 1000, "10.0." + i / 256 + "." + i % 256));
            all.put(each.service(), each);
        }
        try (Loopback loopback = Loopback.serving(new Plan(new Fence(1, 1), true, all))) {
            for (int i = 0; i < 1000; i += 7) {
                assertEquals(List.of("10.0." + i / 256 + "." + i % 256), loopback.data("s" + i, Type.A));
            }
            assertEquals("NXDOMAIN", rcode(loopback.ask("s1000", Type.A)));
        }
    }
}
