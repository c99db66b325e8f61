package io.counterweight.dns;

import static io.counterweight.dns.Loopback.data;
import static io.counterweight.dns.Loopback.rcode;
import static io.counterweight.dns.Plans.bulky;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.service;
import static io.counterweight.dns.Plans.share;
import static io.counterweight.dns.Plans.sticky;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What users get: a stock resolver (unbound) stands in front, minimises names, mixes capitals, caches, and sends client subnets. */
@Rule("A")
class StockResolverTest {

    private static final String EAST = "192.0.2.1";
    private static final String WEST = "198.51.100.1";
    private static final int HOSTS = 400;
    private static final int TTL_SECONDS = 2;

    @TempDir
    private static Path folder;

    private static Loopback loopback;
    private static Process unbound;
    private static InetSocketAddress resolver;
    private static long sequence;

    @BeforeAll
    static void open() throws IOException {
        String program = Needs.program("unbound", "unbound");
        loopback = Loopback.serving(plan());
        resolver = FreePort.on("127.0.53.8");
        Path config = Files.writeString(folder.resolve("unbound.conf"), config());
        unbound = new ProcessBuilder(program, "-d", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("unbound.log").toFile())
                .start();
        await().ignoreExceptions().until(() -> rcode(ask("@", Type.SOA)).equals("NOERROR"));
    }

    @AfterAll
    static void close() throws InterruptedException {
        if (unbound != null) {
            unbound.destroy();
            if (!unbound.waitFor(5, TimeUnit.SECONDS)) {
                unbound.destroyForcibly();
            }
            loopback.close();
        }
    }

    private static String config() {
        return """
                server:
                  directory: "%s"
                  chroot: ""
                  username: ""
                  pidfile: ""
                  use-syslog: no
                  logfile: ""
                  do-daemonize: no
                  num-threads: 1
                  interface: %s
                  port: %d
                  access-control: 127.0.0.0/8 allow
                  do-ip6: no
                  do-not-query-localhost: no
                  module-config: "subnetcache iterator"
                  send-client-subnet: %s
                  max-client-subnet-ipv4: 24
                  qname-minimisation: yes
                  use-caps-for-id: yes
                  edns-buffer-size: 512
                stub-zone:
                  name: "gslb.example"
                  stub-addr: %s@%d
                remote-control:
                  control-enable: no
                """.formatted(
                        folder,
                        resolver.getAddress().getHostAddress(),
                        resolver.getPort(),
                        Loopback.ADDRESS,
                        Loopback.ADDRESS,
                        loopback.address.getPort());
    }

    private static Message ask(String name, int type) throws IOException {
        return ask(name, type, "127.0.0.1");
    }

    private static Message ask(String name, int type, String from) throws IOException {
        SimpleResolver stub = new SimpleResolver(resolver);
        stub.setLocalAddress(InetAddress.ofLiteral(from));
        Message question = Loopback.question(name, type);
        question.getHeader().setFlag(Flags.RD);
        return stub.send(question);
    }

    @BeforeEach
    void begin() {
        loopback.server.serve(plan(++sequence, wide(0, HOSTS, 700)));
    }

    /** One service with many hosts, so that each is a fresh question to the resolver. */
    private static ServicePlan wide(int from, int to, int east) {
        List<String> hosts = IntStream.range(from, to).mapToObj(i -> "h" + i).toList();
        ServicePlan plan = service("wide", hosts, AnswerChoice.RANDOM, shares(east));
        return new ServicePlan(
                plan.service(), plan.hosts(), plan.shares(), Duration.ofSeconds(TTL_SECONDS), plan.choice());
    }

    private static DatacenterShare[] shares(int east) {
        return new DatacenterShare[] {share("east", east, EAST), share("west", ServicePlan.WHOLE - east, WEST)};
    }

    @Test
    void weightsReachThroughAResolver() throws IOException {
        int east = 0;
        for (int i = 0; i < HOSTS; i++) {
            String answer = data(ask("h" + i, Type.A)).getFirst();
            assertTrue(answer.equals(EAST) || answer.equals(WEST));
            east += answer.equals(EAST) ? 1 : 0;
        }
        double bound = 6 * Math.sqrt(HOSTS * 0.21);
        assertTrue(Math.abs(east - 0.7 * HOSTS) < bound, "east " + east + " of " + HOSTS);
    }

    @Test
    void anAnswerIsKeptForItsTtlAndNoLonger() throws IOException {
        loopback.server.serve(plan(++sequence, wide(1000, 1001, 1000)));
        Message first = ask("h1000", Type.A);
        assertEquals(List.of(EAST), data(first));
        assertTrue(first.getSection(Section.ANSWER).getFirst().getTTL() <= TTL_SECONDS);
        loopback.server.serve(plan(++sequence, wide(1000, 1001, 0)));
        long changed = System.nanoTime();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertEquals(List.of(WEST), data(ask("h1000", Type.A))));
        Duration kept = Duration.ofNanos(System.nanoTime() - changed);
        assertTrue(kept.toSeconds() <= TTL_SECONDS + 2, "kept for " + kept);
    }

    @Test
    void aDenialIsForgottenAfterItsOwnTtl() throws IOException {
        assertEquals("NXDOMAIN", rcode(ask("h2000", Type.A)));
        loopback.server.serve(plan(++sequence, wide(2000, 2001, 1000)));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertEquals(List.of(EAST), data(ask("h2000", Type.A))));
    }

    @Test
    void whatTheResolverCannotTakeInADatagramItFetchesOverTcp() throws IOException {
        loopback.server.serve(plan(++sequence, bulky()));
        long before = loopback.server.statistics().tcpConnections();
        assertEquals(16, data(ask(Plans.BULKY, Type.AAAA)).size());
        assertTrue(loopback.server.statistics().tcpConnections() > before);
    }

    @Test
    void aliasesAndNamesBelowAreFound() throws IOException {
        loopback.server.serve(plan(++sequence, service("shop", share("east", 1000, EAST))));
        assertEquals(List.of("shop.gslb.example.", EAST), data(ask("alias", Type.A)));
        assertEquals(List.of("203.0.113.7"), data(ask("deep.down.below", Type.A)));
        assertEquals("NOERROR", rcode(ask("down.below", Type.A)));
    }

    @Test
    void aStickyClientIsSentWhereItsSubnetBelongs() throws IOException {
        loopback.server.serve(plan(++sequence, sticky("stick", shares(500))));
        int east = 0;
        for (int i = 0; i < 30; i++) {
            String client = "127.77." + i + ".9";
            String answer = data(ask("stick", Type.A, client)).getFirst();
            assertEquals(direct("127.77." + i + ".0"), answer);
            east += answer.equals(EAST) ? 1 : 0;
        }
        assertTrue(east > 0 && east < 30, "both are used: " + east);
    }

    private static String direct(String network) {
        Message question = Loopback.question("stick", Type.A);
        question.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(24, InetAddress.ofLiteral(network)))),
                Section.ADDITIONAL);
        return data(loopback.ask(question)).getFirst();
    }
}
