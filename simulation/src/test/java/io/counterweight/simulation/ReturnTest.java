package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How a datacenter comes back (rule W3), in a whole cluster. */
@Rule("W3")
class ReturnTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(25, 50, 100), Duration.ofSeconds(5), Failback.AUTOMATIC);

    @Test
    void aDatacenterReturnsByHoldDownStepsAndSoaks() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.powerOff("west");
        cluster.run(10_000);
        cluster.powerOn("west");

        long first = cluster.until(45_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 125);
        long second = cluster.until(42_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 250);
        long third = cluster.until(42_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 500);

        assertTrue(first >= 30_000, "hold-down: " + first);
        assertTrue(second >= 40_000 && third >= 40_000, "two soaks: " + second + ", " + third);
        assertEquals(Phase.OPEN, Views.ceiling(cluster, "west/a", "shop").phase());
    }

    @Test
    void justStartedNoLoadMeasured() {
        Cluster cluster =
                Worlds.ofSiblings(Worlds.shop().shifting(QUICK).build()).withoutMeasuredLoad();
        cluster.run(20_000);
        part(cluster);
        cluster.run(8_000);
        assertEquals(0, Views.weight(cluster, "west/a", "shop", "east"), "the others drained it");
        assertEquals(500, Views.weight(cluster, "east/a", "shop", "east"), "it serves those who still come");

        cluster.kill("east/b");
        cluster.node("east/b").replaceDisk(Disk.empty(ControllerId.parse("east/b")));
        cluster.start("east/b");
        cluster.network().mendAll();
        int[] drained = {0};
        cluster.watch(
                () -> drained[0] += Views.weights(cluster, "east/a", "shop").getOrDefault("east", 1) == 0 ? 1 : 0);

        cluster.until(25_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);
        assertEquals(0, drained[0], "what its sibling sends there stood in for the load");
    }

    @Test
    void lastingLossRaisesOneEpoch() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        SortedSet<String> epochs = new TreeSet<>();
        cluster.watch(() -> {
            for (String observer : List.of("east/a", "witness/a")) {
                cluster.node(observer).controller().last().ifPresent(last -> last.next()
                        .incidents()
                        .open()
                        .forEach((place, epoch) -> epochs.add(place + " " + epoch)));
            }
        });

        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(3_000);
        cluster.powerOff("west");
        cluster.run(30_000);
        cluster.network().cutBothLinks("east", "witness");
        cluster.run(30_000);
        cluster.network().mendAll();
        cluster.run(30_000);

        assertEquals(new TreeSet<>(List.of("shop@west 1")), epochs);
    }

    @Test
    void healKeepsTheLoadStillCarried() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        part(cluster);
        cluster.run(8_000);
        assertEquals(0, Views.weight(cluster, "west/a", "shop", "east"));
        int[] lowest = {1000};
        cluster.watch(() -> lowest[0] = Math.min(lowest[0], sentToEast(cluster)));
        assertEquals(250, sentToEast(cluster), "half of east's own clients, none of west's");

        cluster.network().mendAll();
        cluster.until(25_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);

        assertTrue(lowest[0] >= 240, "its ceiling begins at what it still carried: " + lowest[0]);
    }

    @Test
    void whoStartedAloneReturnsInStepsAllTheSame() {
        Cluster cluster =
                Worlds.withWitness(Worlds.shop().shifting(QUICK).build()).withoutMeasuredLoad();
        cluster.run(30_000);
        cluster.powerOff("west");
        cluster.run(10_000);
        Worlds.part(cluster, "west", "east");
        Worlds.part(cluster, "west", "witness");
        cluster.powerOn("west");
        cluster.run(8_000);
        assertEquals(500, Views.weight(cluster, "west/a", "shop", "west"), "it serves its journal's plan");
        int[] first = {0};
        cluster.watch(() -> {
            int weight = Views.weight(cluster, "east/a", "shop", "west");
            first[0] = first[0] == 0 ? weight : first[0];
        });

        cluster.network().mendAll();
        long returned = cluster.until(30_000, () -> first[0] > 0);

        assertTrue(returned >= 5_000, "hold-down: " + returned);
        assertEquals(125, first[0], "what nobody has been told for a time to live is no load");
    }

    @Test
    void whoWasCutOffForLongAnswersForItsOwnClientsAlone() {
        Cluster cluster =
                Worlds.withWitness(Worlds.shop().shifting(QUICK).build()).withoutMeasuredLoad();
        cluster.run(30_000);
        part(cluster);
        cluster.run(40_000);
        assertEquals(0, Views.weight(cluster, "west/a", "shop", "east"));
        assertEquals(500, Views.weight(cluster, "east/a", "shop", "east"));
        int[] first = {0};
        cluster.watch(() -> {
            int weight = Views.weight(cluster, "west/a", "shop", "east");
            first[0] = first[0] == 0 ? weight : first[0];
        });

        cluster.network().mendAll();
        cluster.until(30_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);

        assertTrue(first[0] <= 250, "what it told its own clients, and nobody else's: " + first[0]);
    }

    @Test
    void theAnswerWaitsForAnotherDatacentersWordNoLongerThanThatOneVotes() {
        Cluster cluster =
                Worlds.withWitness(Worlds.shop().shifting(QUICK).build()).withoutMeasuredLoad();
        cluster.powerOff("west");
        cluster.run(10_000);
        cluster.kill("east/a");
        cluster.run(3_000);
        cluster.powerOn("west");
        cluster.run(5_000);
        assertEquals(0, Views.ceiling(cluster, "west/a", "shop").epoch(), "where the others' clients are, nobody says");

        long answered = cluster.until(
                60_000, () -> Views.ceiling(cluster, "west/a", "shop").epoch() == 1);

        assertTrue(answered >= 20_000 && answered <= 32_000, "as long as an electorate remembers: " + answered);
    }

    private static int sentToEast(Cluster cluster) {
        return (Views.weight(cluster, "east/a", "shop", "east") + Views.weight(cluster, "west/a", "shop", "east")) / 2;
    }

    @Test
    void anIncidentEndsInTheCeilingThatAnswersIt() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        cluster.powerOff("west");
        cluster.run(5_000);
        cluster.powerOn("west");
        cluster.run(20_000);

        assertEquals(1, Views.ceiling(cluster, "west/a", "shop").epoch());
        assertEquals(
                Map.of(),
                Views.decision(cluster, "east/a").next().incidents().open(),
                "answered, and good again: nothing is open");
    }

    @Test
    @Rule("E8")
    void whoReturnsWhileNobodyServesTakesAllAtOnce() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(5_000);

        cluster.applications().mend("shop", "east", "e1", "e2");

        cluster.until(2_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 1000);
        cluster.applications().mend("shop", "west", "w1", "w2");
        cluster.run(2_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "west"), "the second one climbs");
    }

    private static void part(Cluster cluster) {
        Worlds.part(cluster, "east", "west");
        Worlds.part(cluster, "east", "witness");
    }
}
