package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import io.counterweight.rules.Tool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The controllers of two datacenters as the clients see them that everybody uses: dig, kdig, delv, and unbound as their resolver. */
@Rule("A")
class RealToolsTest {
    private static final Service SHOP = new Service("shop", 0, 2);
    private static final String UNBOUND = "unbound";
    private static final int UNBOUND_PORT = 5353;
    private static final int TTL_SECONDS = 1;

    private static SmallWorld small;
    private static Optional<Child> unbound = Optional.empty();

    @BeforeAll
    static void start() {
        small = SmallWorld.prepare(45, false, List.of(SHOP), "");
        small.startControllers();
        small.create(SHOP, small.policy(SHOP, any -> {}));
    }

    @AfterAll
    static void close() {
        unbound.ifPresent(Child::close);
        small.close();
    }

    @AfterEach
    void mend() {
        Child east = small.world.controller(small.east, 1);
        if (!east.alive()) {
            small.world.startController(small.east, 1);
        }
        small.world.awaitReady();
        for (int n = 1; n <= SHOP.instances(); n++) {
            small.application(SHOP, small.east, n).behave(Manners.healthy("shop", "east"));
        }
        small.await("both serve the shop alike again", () -> small.weight(SHOP, small.east) == 500);
    }

    // ---- asked by hand

    private static String dig(Site site, String... arguments) {
        return ask(Needs.program("dig", "bind9-dnsutils"), site, arguments);
    }

    private static String kdig(Site site, String... arguments) {
        return ask(Needs.program("kdig", "knot-dnsutils"), site, arguments);
    }

    private static String ask(String program, Site site, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(program, "@" + site.controller(1), "-p", String.valueOf(Site.DNS_PORT)));
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

    private static List<Site> sites() {
        return List.of(small.east, small.west);
    }

    /** Every address of the shop, in either datacenter. */
    private static SortedSet<String> published() {
        SortedSet<String> all = new TreeSet<>();
        for (Site site : sites()) {
            for (int n = 1; n <= SHOP.instances(); n++) {
                all.add(SHOP.published(site, n));
            }
        }
        return all;
    }

    @Test
    void digReadsAnAddressOverUdpAndTcp() {
        for (Site site : sites()) {
            for (String way : List.of("+notcp", "+tcp")) {
                assertShows(
                        dig(site, way, "+norec", "shop.example.test", "A"),
                        "status: NOERROR",
                        "flags: qr aa; QUERY: 1, ANSWER: 2,",
                        "shop\\.example\\.test\\.\\s+" + TTL_SECONDS + "\\s+IN\\s+A\\s+127\\.45\\.[12]\\.12[12]",
                        way.equals("+tcp") ? "\\(TCP\\)" : "\\(UDP\\)");
            }
            List<String> addresses =
                    dig(site, "+short", "SHOP.Example.TEST").strip().lines().toList();
            assertTrue(published().containsAll(addresses), addresses.toString());
            assertEquals(SHOP.instances(), addresses.size());
        }
    }

    @Test
    void digReadsTheZoneTheSameInBothDatacenters() {
        for (Site site : sites()) {
            assertShows(dig(site, "example.test", "SOA"), "IN\\s+SOA\\s+ns-east-a\\.example\\.test\\. ");
            assertShows(
                    dig(site, "example.test", "NS"),
                    "ANSWER: 2,",
                    "IN\\s+NS\\s+ns-east-a\\.example\\.test\\.",
                    "IN\\s+NS\\s+ns-west-a\\.example\\.test\\.",
                    "ns-west-a\\.example\\.test\\.\\s+\\d+\\s+IN\\s+A\\s+127\\.45\\.2\\.1");
            assertShows(dig(site, "nothing.example.test"), "status: NXDOMAIN", "\\d+\\s+IN\\s+SOA");
            assertShows(dig(site, "shop.example.test", "AAAA"), "status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
            assertShows(dig(site, "-t", "ANY", "+notcp", "shop.example.test"), "HINFO\\s+\"RFC8482\" \"\"");
        }
    }

    @Test
    void digSeesWhatIsRefused() {
        for (Site site : sites()) {
            assertShows(dig(site, "CH", "TXT", "version.bind"), "status: REFUSED");
            assertShows(dig(site, "example.net"), "status: REFUSED");
            assertShows(dig(site, "example.test", "AXFR"), "Transfer failed");
        }
    }

    @Test
    void digIsToldHowFarItsSubnetCounted() {
        assertShows(
                dig(small.east, "+subnet=203.0.113.0/24", "shop.example.test"),
                "status: NOERROR",
                "CLIENT-SUBNET: 203\\.0\\.113\\.0/24/0");
    }

    @Test
    void kdigReadsTheSame() {
        for (Site site : sites()) {
            assertShows(
                    kdig(site, "shop.example.test"),
                    "status: NOERROR",
                    "Flags: qr aa rd",
                    TTL_SECONDS + "\\s+IN\\s+A\\s+127\\.45\\.[12]\\.12[12]");
            assertShows(kdig(site, "+tcp", "shop.example.test"), "status: NOERROR", "\\(TCP\\)");
            assertShows(kdig(site, "nothing.example.test"), "status: NXDOMAIN", "AUTHORITY: 1");
            assertShows(kdig(site, "+cookie", "shop.example.test"), "COOKIE: [0-9A-F]{48}");
        }
    }

    @Test
    void delvTakesTheAnswers() {
        String delv = Needs.program("delv", "bind9-dnsutils");
        for (Site site : sites()) {
            assertShows(ask(delv, site, "-i", "shop.example.test"), "IN\\s+A\\s+127\\.45\\.[12]\\.12[12]");
            assertShows(ask(delv, site, "-i", "nothing.example.test"), "ncache nxdomain");
            assertShows(ask(delv, site, "-i", "shop.example.test", "AAAA"), "ncache nxrrset");
        }
    }

    // ---- asked through a resolver

    @Test
    void aResolverFollowsTheDeathOfAnInstanceOnceItsTtlIsOver() throws IOException {
        startUnbound();
        SortedSet<String> seen = new TreeSet<>();
        small.await("every address comes through the resolver", () -> {
            seen.addAll(resolved());
            return seen.equals(published());
        });
        small.application(SHOP, small.east, 1).behave(Manners.hangingUp());
        SortedSet<String> living = published();
        living.remove(SHOP.published(small.east, 1));
        small.await(
                "the dead instance has left both controllers' answers", () -> small.weight(SHOP, small.east) == 250);
        SortedSet<String> after = new TreeSet<>();
        long left = System.nanoTime();
        small.await("the resolver has asked anew", () -> {
            SortedSet<String> now = resolved();
            if (System.nanoTime() - left > Duration.ofSeconds(TTL_SECONDS + 1).toNanos()) {
                after.addAll(now);
            }
            return after.equals(living);
        });
    }

    @Test
    void aResolverLosesNoQuestionWhenTheNameServersOfADatacenterDie() throws IOException {
        startUnbound();
        int questions = 120;
        for (int n = 0; n < questions; n++) {
            if (n == questions / 4) {
                small.world.controller(small.east, 1).kill();
            }
            assertFalse(resolved().isEmpty(), "question " + n);
            // A denial is asked for at the controllers each time: no name before was this one.
            assertEquals(Rcode.NXDOMAIN, resolve("none" + n).getRcode(), "question " + n);
        }
        assertFalse(small.world.controller(small.east, 1).alive());
    }

    /** What a client of the resolver gets for the shop. */
    private static SortedSet<String> resolved() {
        Message answer = resolve("shop");
        assertEquals(Rcode.NOERROR, answer.getRcode());
        SortedSet<String> addresses = new TreeSet<>();
        answer.getSection(Section.ANSWER).stream()
                .filter(ARecord.class::isInstance)
                .forEach(record -> addresses.add(((ARecord) record).getAddress().getHostAddress()));
        return addresses;
    }

    private static Message resolve(String host) {
        try {
            SimpleResolver client = new SimpleResolver(new InetSocketAddress(resolver(), UNBOUND_PORT));
            client.setTimeout(Duration.ofSeconds(10));
            Message question = Message.newQuery(
                    Record.newRecord(Name.fromString(host + "." + NameServer.ZONE), Type.A, DClass.IN));
            question.getHeader().setFlag(Flags.RD);
            return client.send(question);
        } catch (IOException e) {
            throw new AssertionError(
                    host + " was not answered: " + e + "\n"
                            + unbound.orElseThrow().lastLines(20),
                    e);
        }
    }

    private static String resolver() {
        return small.east.address(53);
    }

    /** A stock resolver in front of the name servers of both. */
    private static void startUnbound() throws IOException {
        String program = Needs.program(UNBOUND, "unbound");
        if (unbound.isPresent()) {
            return;
        }
        Path config = Files.writeString(small.world.directory().resolve("unbound.conf"), """
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
                  local-zone: "test." nodefault
                  module-config: "iterator"
                  qname-minimisation: yes
                stub-zone:
                  name: "%s"
                  stub-addr: %s@%d
                  stub-addr: %s@%d
                remote-control:
                  control-enable: no
                """.formatted(
                        small.world.directory(),
                        resolver(),
                        UNBOUND_PORT,
                        NameServer.ZONE,
                        small.east.controller(1),
                        Site.DNS_PORT,
                        small.west.controller(1),
                        Site.DNS_PORT));
        unbound = Optional.of(Child.start(
                UNBOUND, small.world.directory(), List.of(program, "-d", "-c", config.toString()), Map.of()));
        small.await("unbound answers", RealToolsTest::answers);
    }

    private static boolean answers() {
        try {
            return resolve("shop").getRcode() == Rcode.NOERROR;
        } catch (AssertionError e) {
            return false;
        }
    }
}
