package io.counterweight.simulation.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.simulation.Cluster;
import io.counterweight.simulation.availability.Resolvers.Answer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    private static final List<String> BOTH = List.of("east", "west");

    @Test
    void outagesTakeThePartOfTheTimeThatIsAskedFor() {
        long centuries = 300 * Measured.YEAR_MILLIS;
        List<Outage> outages = new Outages(new Random(1), Cluster.STEP_MILLIS, centuries)
                .of("east", true, new Reliability(0.99, 1))
                .all();
        double down = outages.stream()
                .mapToDouble(each -> each.toMillis() - each.fromMillis())
                .sum();
        assertEquals(0.01, down / centuries, 0.0005);
    }

    @Test
    void resolversThatStretchKeepAnOldAnswerForMinutes() {
        Resolvers users = Resolvers.caching(new Random(1), 20_000);
        ask(users, 0, 400_000, "east");
        ask(users, 400_000, 430_000, "west");
        assertEquals(Resolvers.STRETCHING, users.sent().get("east"), 0.02);
        ask(users, 430_000, 710_000, "west");
        assertEquals(1, users.sent().get("west"), 1e-9);
    }

    private static void ask(Resolvers users, long from, long to, String datacenter) {
        for (long now = from; now < to; now += Cluster.STEP_MILLIS) {
            users.ask(now, () -> List.of(new Answer(new TreeMap<>(Map.of(datacenter, 1.0)), 20_000)));
        }
    }

    @Test
    void whereNobodyMovesTheUsersLoseWhatTheirDatacenterLoses() {
        Year year = new Year(List.of(new Outage("east", true, HOUR, 3 * HOUR)), new Random(1), 250, 100 * HOUR);
        Account account = year.with(new Unmoved(BOTH, 20_000), Resolvers.caching(new Random(1), 20_000), 1);
        assertEquals(0, year.run(BOTH));
        assertEquals(0.01, account.unavailability(), 0.0002);
    }

    @Test
    void counterweightLosesLittleMoreThanNoticingAndCachedAnswersCost() {
        List<Outage> outages = List.of(
                new Outage("east", true, HOUR, 2 * HOUR),
                new Outage("west", false, 3 * HOUR, 4 * HOUR),
                new Outage("west", true, 5 * HOUR, 6 * HOUR));
        Case about = Cases.all().getFirst();
        Year year = new Year(outages, new Random(2), Cluster.STEP_MILLIS, 7 * HOUR);
        Account perfect = year.with(
                new Oracle(BOTH, new Oracle.Delays(750, 5_000, 20_000, Cluster.STEP_MILLIS)),
                about.users(new Random(3)),
                1);
        Account product = year.with(new Counterweight(about.topology(), about.policy()), about.users(new Random(3)), 1);
        year.run(BOTH);
        assertTrue(
                product.unavailability() < 1.5 * perfect.unavailability(),
                () -> product.unavailability() + " beside " + perfect.unavailability());
    }

    @Test
    void aSurvivorThatIsTooSmallServesWhatItCan() {
        Account account = new Account(0.65);
        SortedSet<String> down = new TreeSet<>(List.of("east"));
        account.count(1_000, new TreeMap<>(Map.of("west", 1.0)), down);
        assertEquals(0.35, account.unavailability(), 1e-9);
    }
}
