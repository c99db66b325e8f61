package io.counterweight.dns;

import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.regional;
import static io.counterweight.dns.Plans.service;
import static io.counterweight.dns.Plans.share;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Who is sent where by region (rule W1): by the subnet that a resolver tells, else by the resolver's address. */
@Rule("W1")
class RegionsTest {

    private static final String EAST = "192.0.2.1";
    private static final String WEST = "198.51.100.1";
    private static final String EAST6 = "2001:db8::1";

    private static Loopback loopback;

    @BeforeAll
    static void open() {
        var shares = List.of(share("east", 1000, EAST, EAST6), share("west", 0, WEST));
        loopback = Loopback.serving(plan(
                regional("shop", AnswerChoice.RANDOM, shares, Map.of("eu", 1000, "us", 0)),
                regional("stick", AnswerChoice.STICKY, shares, Map.of("us", 0)),
                service("plain", share("east", 1000, EAST))));
        loopback.server.locateBy(table(Map.of(
                "eu", List.of("10.0.0.0/8", "2001:db8:1::/48"),
                "us", List.of("10.1.0.0/16", "127.7.0.0/16", "2001:db8::/32", "203.0.113.128/25"),
                "unused", List.of("172.16.0.0/12"))));
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    static RegionTable table(Map<String, List<String>> networks) {
        SortedMap<Region, List<Prefix>> all = new TreeMap<>();
        networks.forEach((region, texts) ->
                all.put(Region.of(region), texts.stream().map(Prefix::parse).toList()));
        return RegionTable.of(all);
    }

    private static Message ask(String host, int type, String subnet, int bits) {
        Message question = Loopback.question(host, type);
        question.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(bits, InetAddress.ofLiteral(subnet)))),
                Section.ADDITIONAL);
        return loopback.ask(question);
    }

    private static int scope(Message answer) {
        return ((ClientSubnetOption) answer.getOPT()
                        .getOptions(EDNSOption.Code.CLIENT_SUBNET)
                        .getFirst())
                .getScopePrefixLength();
    }

    @ParameterizedTest
    @CsvSource({
        // host, subnet, bits, datacenter, scope
        "shop, 10.200.3.0, 24, 192.0.2.1, 9", // 10.128.0.0/9 is all eu's
        "shop, 10.1.3.0, 24, 198.51.100.1, 16",
        "shop, 10.0.3.0, 24, 192.0.2.1, 16", // beside 10.1.0.0/16
        "shop, 10.0.0.0, 8, 192.0.2.1, 8", // a part of it is us's, which the subnet leaves open
        "shop, 203.0.113.0, 24, 192.0.2.1, 24", // half of it is us's
        "shop, 203.0.113.200, 32, 198.51.100.1, 25",
        "shop, 172.17.0.0, 16, 192.0.2.1, 12", // of a region that the policy does not name
        "shop, 2001:db8:1:2::, 64, 192.0.2.1, 48",
        "shop, 2001:db8:9:2::, 64, 198.51.100.1, 45",
        "shop, 0.0.0.0, 0, 192.0.2.1, 0",
        "stick, 10.1.3.0, 24, 198.51.100.1, 24",
        "stick, 10.200.3.0, 24, 192.0.2.1, 24",
        "alias, 10.1.3.0, 24, 198.51.100.1, 16",
        "plain, 10.1.3.0, 24, 192.0.2.1, 0",
    })
    void theSubnetDecidesAndTheScopeSaysHowMuchOfIt(String host, String subnet, int bits, String address, int scope) {
        Message answer = ask(host, Type.A, subnet, bits);

        assertEquals(address, Loopback.data(answer).getLast());
        assertEquals(scope, scope(answer));
    }

    @Test
    void everyAddressWithinAScopeIsAnsweredTheSame() {
        for (String subnet : List.of("10.0.3.0", "10.1.3.0", "10.64.0.0", "11.0.0.0", "203.0.113.128")) {
            Message answer = ask("shop", Type.A, subnet, 32);
            byte[] bytes = InetAddress.ofLiteral(subnet).getAddress();
            for (int bit = scope(answer); bit < 32; bit++) {
                byte[] other = bytes.clone();
                other[bit / 8] ^= (byte) (0x80 >> bit % 8);
                String neighbour =
                        (other[0] & 0xff) + "." + (other[1] & 0xff) + "." + (other[2] & 0xff) + "." + (other[3] & 0xff);
                assertEquals(
                        Loopback.data(answer), Loopback.data(ask("shop", Type.A, neighbour, 32)), subnet + ", " + bit);
            }
        }
    }

    @Test
    void withoutASubnetTheResolverCountsAndSoItDoesWhereTheSubnetMustNotBeUsed() throws IOException {
        try (DatagramSocket us = loopback.socket("127.7.0.9");
                DatagramSocket nowhere = loopback.socket("127.8.0.9")) {
            byte[] question = Loopback.question("shop", Type.A).toWire();
            assertEquals(List.of(WEST), Loopback.data(Loopback.parse(Loopback.exchange(us, question))));
            assertEquals(List.of(EAST), Loopback.data(Loopback.parse(Loopback.exchange(nowhere, question))));

            Message hidden = Loopback.question("shop", Type.A);
            hidden.addRecord(
                    new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(0, InetAddress.ofLiteral("0.0.0.0")))),
                    Section.ADDITIONAL);
            Message answer = Loopback.parse(Loopback.exchange(us, hidden.toWire()));
            assertEquals(List.of(WEST), Loopback.data(answer));
            assertEquals(0, scope(answer), "no resolver may keep it by subnet");
        }
    }

    @Test
    void aFamilyThatARegionsDatacentersLackIsAnsweredByThoseThatHaveIt() {
        Message answer = ask("shop", Type.AAAA, "10.1.3.0", 24);

        assertEquals(List.of("2001:db8:0:0:0:0:0:1"), Loopback.data(answer), "a denial would be kept for every region");
    }

    @Test
    void anotherTableCountsAtOnceAndANewPlanKeepsIt() {
        try (Loopback own = Loopback.serving(plan(regional(
                "shop",
                AnswerChoice.RANDOM,
                List.of(share("east", 1000, EAST), share("west", 0, WEST)),
                Map.of("us", 0))))) {
            assertEquals(List.of(EAST), own.data("shop", Type.A));

            own.server.locateBy(table(Map.of("us", List.of("127.0.0.0/8"))));
            assertEquals(List.of(WEST), own.data("shop", Type.A));

            own.server.serve(plan(
                    2,
                    regional(
                            "shop",
                            AnswerChoice.RANDOM,
                            List.of(share("east", 0, EAST), share("west", 1000, WEST)),
                            Map.of("us", 1000))));
            assertEquals(List.of(EAST), own.data("shop", Type.A));
        }
    }

    @Test
    @Rule("A")
    void whatIsServedIsReadBackByRegion() {
        ServicePlan shop = regional(
                "shop",
                AnswerChoice.RANDOM,
                List.of(share("east", 400, EAST), share("west", 600, WEST)),
                Map.of("eu", 1000, "us", 250));
        try (Loopback own = Loopback.serving(plan())) {
            own.server.locateBy(table(Map.of("us", List.of("127.0.0.0/8"))));
            BuiltInDnsActuator actuator = new BuiltInDnsActuator(own.server);
            actuator.apply(plan(shop, Plans.pair("plain", 500)));
            assertEquals(
                    Map.of(
                            ServiceName.of("shop"),
                            shop.weights(),
                            ServiceName.of("plain"),
                            Map.of(Site.of("east"), 500, Site.of("west"), 500)),
                    actuator.readBack());
            assertEquals(Map.of(ServiceName.of("shop"), shop.regions()), actuator.readBackRegions());

            own.server.serve(plan(regional("shop", AnswerChoice.RANDOM, shop.shares(), Map.of("eu", 900, "us", 250))));
            assertEquals(
                    "{eu={east=900, west=100}, us={east=250, west=750}}",
                    String.valueOf(actuator.readBackRegions().get(ServiceName.of("shop"))));
        }
    }

    @Test
    void aNetworkInTwoPlacesIsRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> table(new TreeMap<>(Map.of("eu", List.of("10.0.0.0/8"), "us", List.of("10.0.0.0/8")))));

        assertTrue(String.valueOf(refused.getMessage()).contains("network 10.0.0.0/8 stands in region us"));
    }

    @Test
    void namesOfRegionsAreInOrder() {
        assertEquals(
                List.copyOf(new TreeSet<>(List.of(Region.of("a"), Region.of("b")))),
                table(Map.of("b", List.of("10.0.0.0/8"), "a", List.of("::/0"))).regions());
    }
}
