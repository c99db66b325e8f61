package io.counterweight.dns;

import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.service;
import static io.counterweight.dns.Plans.share;
import static io.counterweight.dns.Plans.sticky;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Who is sent where: by chance according to the weights, or always to the same place. */
@Rule("A")
class WeightedChoiceTest {

    private static final String EAST = "192.0.2.1";
    private static final String WEST = "198.51.100.1";
    private static final String NORTH = "203.0.113.1";

    private static ServicePlan three(boolean sticky, int east, int west, int north) {
        var shares = List.of(share("east", east, EAST), share("west", west, WEST), share("north", north, NORTH))
                .toArray(DatacenterShare[]::new);
        return sticky ? sticky("shop", shares) : service("shop", shares);
    }

    @Test
    void answersFollowTheWeights() throws IOException {
        int queries = 6000;
        try (Loopback loopback = Loopback.serving(plan(three(false, 500, 350, 150)))) {
            Map<String, Integer> count = count(loopback, queries);
            // Six standard deviations: fails by chance once in half a billion runs.
            assertNear(0.5 * queries, count.get(EAST), 6 * Math.sqrt(queries * 0.25));
            assertNear(0.35 * queries, count.get(WEST), 6 * Math.sqrt(queries * 0.2275));
            assertNear(0.15 * queries, count.get(NORTH), 6 * Math.sqrt(queries * 0.1275));
        }
    }

    @Test
    void aShareOfWeightZeroIsNeverAnswered() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(three(false, 999, 1, 0)))) {
            Map<String, Integer> count = count(loopback, 4000);
            assertEquals(null, count.get(NORTH));
            assertTrue(count.get(EAST) > 3900, count::toString);
        }
        for (boolean sticky : new boolean[] {false, true}) {
            try (Loopback loopback = Loopback.serving(plan(three(sticky, 0, 1000, 0)))) {
                assertEquals(Map.of(WEST, 300), count(loopback, 300));
            }
        }
    }

    @Test
    @Rule("W2")
    void whoIsShedIsTurnedAwayAndTheOthersFollowTheWeights() throws IOException {
        int queries = 6000;
        try (Loopback loopback = Loopback.serving(plan(Plans.shedding(three(false, 500, 350, 150), 250)))) {
            Map<String, Integer> count = count(loopback, queries);
            // Six standard deviations.
            assertNear(0.25 * queries, count.get("203.0.113.250"), 6 * Math.sqrt(queries * 0.1875));
            assertNear(0.375 * queries, count.get(EAST), 6 * Math.sqrt(queries * 0.2344));
            assertNear(0.1125 * queries, count.get(NORTH), 6 * Math.sqrt(queries * 0.1));
            assertEquals(List.of(), loopback.data("shop", Type.AAAA), "nobody is turned away where nobody is served");
        }
    }

    @Test
    @Rule("W2")
    void whoIsShedOfStickyClientsStaysShed() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(Plans.shedding(three(true, 500, 350, 150), 250)))) {
            assertEquals(1, count(loopback, 200).size());
        }
    }

    @Test
    void aTypeThatOnlyADrainedDatacenterHasIsNoData() {
        for (boolean stick : new boolean[] {false, true}) {
            var shares = new DatacenterShare[] {share("east", 1000, EAST), share("west", 0, WEST, "2001:db8::1")};
            try (Loopback loopback = Loopback.serving(plan(stick ? sticky("shop", shares) : service("shop", shares)))) {
                Message answer = loopback.ask("shop", Type.AAAA);
                assertEquals("NOERROR", Loopback.rcode(answer));
                assertEquals(List.of(), Loopback.data(answer));
            }
        }
    }

    private static Map<String, Integer> count(Loopback loopback, int queries) throws IOException {
        Map<String, Integer> count = new TreeMap<>();
        try (DatagramSocket socket = loopback.socket("127.0.0.1")) {
            for (int i = 0; i < queries; i++) {
                byte[] answer = Loopback.exchange(
                        socket, Loopback.question("shop", Type.A).toWire());
                count.merge(Loopback.data(Loopback.parse(answer)).getFirst(), 1, Integer::sum);
            }
        }
        return count;
    }

    @Test
    void everyAddressOfACrowdGetsItsShareOfTheAnswersAndOfTheirFirstPlaces() throws IOException {
        int addresses = 20;
        int queries = 2000;
        int window = 16;
        try (Loopback loopback = Loopback.serving(plan(Plans.crowded("crowd", addresses)));
                DatagramSocket socket = loopback.socket("127.0.0.1")) {
            for (int type : new int[] {Type.A, Type.AAAA}) {
                Map<String, Integer> seen = new TreeMap<>();
                Map<String, Integer> first = new TreeMap<>();
                for (int i = 0; i < queries; i++) {
                    byte[] answer = Loopback.exchange(
                            socket, Loopback.question("crowd", type).toWire());
                    List<String> data = Loopback.data(Loopback.parse(answer));
                    assertEquals(window, data.stream().distinct().count());
                    data.forEach(address -> seen.merge(address, 1, Integer::sum));
                    first.merge(data.getFirst(), 1, Integer::sum);
                }
                assertEquals(addresses, seen.size());
                assertEquals(addresses, first.size());
                // Seven standard deviations.
                double one = (double) queries / addresses;
                first.values().forEach(count -> assertNear(one, count, 7 * Math.sqrt(one * 0.95)));
                double shown = one * window;
                seen.values().forEach(count -> assertNear(shown, count, 7 * Math.sqrt(shown * 0.2)));
            }
        }
    }

    @Test
    void anAliasOfACrowdShowsEveryAddressToo() {
        try (Loopback loopback = Loopback.serving(plan(Plans.crowded("shop", 20)))) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                seen.addAll(loopback.data("alias", Type.A));
            }
            assertEquals(21, seen.size(), () -> "20 addresses and the name of the alias: " + seen);
        }
    }

    private static void assertNear(double wanted, int got, double bound) {
        assertTrue(Math.abs(wanted - got) <= bound, "wanted " + wanted + " give or take " + bound + ", got " + got);
    }

    @Test
    void stickyClientsFollowTheWeightsAndAFlapMovesOnlyItsShare() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<InetAddress> clients = random.ints(3000)
                .distinct()
                .mapToObj(bits -> network(bits & 0xffffff))
                .distinct()
                .toList();
        try (Loopback loopback = Loopback.serving(plan(1, three(true, 400, 400, 200)))) {
            Map<InetAddress, String> calm = choices(loopback, clients);
            String seen = "seed " + seed;
            assertShare(0.4, calm, EAST, seen);
            assertShare(0.4, calm, WEST, seen);
            assertShare(0.2, calm, NORTH, seen);
            assertEquals(calm, choices(loopback, clients), "the same clients are answered the same; " + seen);

            // North is drained and comes back: nobody but its own clients may notice.
            loopback.server.serve(plan(2, three(true, 500, 500, 0)));
            Map<InetAddress, String> drained = choices(loopback, clients);
            clients.stream()
                    .filter(client -> !calm.get(client).equals(NORTH))
                    .forEach(client -> assertEquals(calm.get(client), drained.get(client), seen));
            loopback.server.serve(plan(3, three(true, 400, 400, 200)));
            assertEquals(calm, choices(loopback, clients), seen);
        }
    }

    @Test
    void aSmallShiftMovesFewStickyClients() throws IOException {
        long seed = System.nanoTime();
        List<InetAddress> clients = new Random(seed)
                .ints(2000)
                .mapToObj(bits -> network(bits & 0xffffff))
                .distinct()
                .toList();
        try (Loopback loopback = Loopback.serving(plan(1, three(true, 400, 400, 200)))) {
            Map<InetAddress, String> before = choices(loopback, clients);
            loopback.server.serve(plan(2, three(true, 450, 350, 200)));
            Map<InetAddress, String> after = choices(loopback, clients);
            long moved = clients.stream()
                    .filter(client -> !before.get(client).equals(after.get(client)))
                    .count();
            // 5 % of the weight changed hands; twice that is room for chance and for north's clients.
            assertTrue(moved > 0 && moved < clients.size() / 10, "seed " + seed + ": moved " + moved);
        }
    }

    @Test
    void aStickyClientIsTheSameThroughAnyResolver() throws IOException {
        Plan plan = plan(three(true, 334, 333, 333));
        try (Loopback loopback = Loopback.serving(plan)) {
            InetAddress client = InetAddress.ofLiteral("203.0.113.0");
            Map<String, String> seen = new HashMap<>();
            for (String resolver : List.of("127.1.1.1", "127.2.2.2", "127.3.3.3")) {
                try (DatagramSocket socket = loopback.socket(resolver)) {
                    seen.put(resolver, choice(socket, client, 24));
                }
            }
            assertEquals(1, seen.values().stream().distinct().count(), seen::toString);
        }
    }

    @Test
    void withoutASubnetTheResolversNetworkCounts() throws IOException {
        try (Loopback loopback = Loopback.serving(plan(three(true, 334, 333, 333)))) {
            Map<String, String> byNetwork = new TreeMap<>();
            for (int i = 0; i < 60; i++) {
                String one = answerTo(loopback, "127.44." + i + ".1");
                assertEquals(one, answerTo(loopback, "127.44." + i + ".200"));
                byNetwork.put("127.44." + i, one);
            }
            assertEquals(3, byNetwork.values().stream().distinct().count(), byNetwork::toString);
        }
    }

    @Test
    void theScopeSaysHowMuchOfTheSubnetMadeTheAnswer() throws IOException {
        Plan plan = plan(three(true, 334, 333, 333), service("chance", share("east", 1000, EAST)));
        try (Loopback loopback = Loopback.serving(plan)) {
            InetAddress client = InetAddress.ofLiteral("203.0.112.0");
            assertEquals(24, scope(loopback, "shop", client, 24));
            assertEquals(20, scope(loopback, "shop", client, 20));
            assertEquals(0, scope(loopback, "shop", InetAddress.ofLiteral("0.0.0.0"), 0));
            assertEquals(128, scope(loopback, "shop", InetAddress.ofLiteral("2001:db8::1"), 128));
            assertEquals(24, scope(loopback, "alias", client, 24));
            assertEquals(0, scope(loopback, "chance", client, 24));
            assertEquals(0, scope(loopback, "nothing", client, 24));
        }
    }

    private static int scope(Loopback loopback, String host, InetAddress client, int bits) {
        Message answer = loopback.ask(withSubnet(host, client, bits));
        ClientSubnetOption option = (ClientSubnetOption)
                answer.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
        assertEquals(bits, option.getSourcePrefixLength());
        assertEquals(client, option.getAddress());
        return option.getScopePrefixLength();
    }

    private static String answerTo(Loopback loopback, String from) throws IOException {
        try (DatagramSocket socket = loopback.socket(from)) {
            byte[] answer =
                    Loopback.exchange(socket, Loopback.question("shop", Type.A).toWire());
            return Loopback.data(Loopback.parse(answer)).getFirst();
        }
    }

    private static Map<InetAddress, String> choices(Loopback loopback, List<InetAddress> clients) throws IOException {
        Map<InetAddress, String> choices = new HashMap<>();
        try (DatagramSocket socket = loopback.socket("127.0.0.1")) {
            for (InetAddress client : clients) {
                choices.put(client, choice(socket, client, 24));
            }
        }
        return choices;
    }

    private static String choice(DatagramSocket socket, InetAddress client, int bits) throws IOException {
        byte[] answer =
                Loopback.exchange(socket, withSubnet("shop", client, bits).toWire());
        return Loopback.data(Loopback.parse(answer)).getFirst();
    }

    private static Message withSubnet(String host, InetAddress client, int bits) {
        Message question = Loopback.question(host, Type.A);
        question.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(bits, client))), Section.ADDITIONAL);
        return question;
    }

    private static InetAddress network(int bits) {
        return InetAddress.ofLiteral((bits >>> 16) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff) + ".0");
    }

    private static void assertShare(double wanted, Map<InetAddress, String> choices, String address, String seen) {
        long count = choices.values().stream().filter(address::equals).count();
        double bound = 6 * Math.sqrt(choices.size() * wanted * (1 - wanted));
        assertTrue(
                Math.abs(wanted * choices.size() - count) <= bound,
                () -> address + ": wanted " + wanted + " of " + choices.size() + ", got " + count + "; " + seen);
    }
}
