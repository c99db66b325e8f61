package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators' orders (rule W6), in a whole cluster. */
@Rule("W6")
class OrdersInAClusterTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(5), Failback.AUTOMATIC);
    private static final long HOUR = 3_600_000;

    private final Cluster cluster =
            Worlds.withWitness(Worlds.shop().shifting(QUICK).build());

    @Test
    void contradictingDrainsAfterAHeal() {
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("east", "witness");
        cluster.override("east/a", Operators.drain("first", "west", HOUR));
        cluster.run(2_000);
        cluster.override("west/a", Operators.drain("second", "east", HOUR));
        cluster.run(2_000);
        assertEquals(1000, Views.weight(cluster, "east/a", "shop", "east"));
        assertEquals(1000, Views.weight(cluster, "west/a", "shop", "west"));

        cluster.network().mendAll();
        cluster.run(8_000);

        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            assertEquals(
                    Map.of("east", 1000, "west", 0),
                    Views.weights(cluster, controller, "shop"),
                    "the earlier stamp stands at " + controller);
            assertTrue(
                    Views.record(cluster, controller, "shop").steps().stream()
                            .anyMatch(step ->
                                    step.refused() && step.text().startsWith("ann wanted to drain east, refused")),
                    cluster::toString);
            assertTrue(Views.decision(cluster, controller).alarms().containsKey("refused:shop"));
        }
    }

    @Test
    @Rule("W4")
    void hardDrainsOfEverythingMergedAfterAHealLeaveOneThatServes() {
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("east", "witness");
        cluster.override("west/a", Operators.hardDrain("first", "east", HOUR));
        cluster.run(2_000);
        cluster.override("east/a", Operators.hardDrain("second", "west", HOUR));
        cluster.run(2_000);

        cluster.network().mendAll();
        cluster.run(8_000);

        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            assertEquals(Map.of("east", 0, "west", 1000), Views.weights(cluster, controller, "shop"), controller);
            assertTrue(
                    Views.record(cluster, controller, "shop").steps().stream()
                            .anyMatch(step ->
                                    step.refused() && step.text().startsWith("ann wanted to drain west, refused")),
                    cluster::toString);
        }
    }

    @Test
    void holdSurvivesRestart() {
        cluster.applications().fail("shop", "east", "e1");
        cluster.run(2_000);
        Map<String, Integer> seen = Views.weights(cluster, "east/a", "shop");
        assertEquals(Map.of("east", 250, "west", 750), seen);
        cluster.override("east/a", Operators.hold("h", "shop", seen, 120_000));
        cluster.applications().mend("shop", "east", "e1");
        cluster.run(30_000);
        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            cluster.kill(controller);
        }
        cluster.run(60_000);
        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            cluster.start(controller);
        }
        cluster.run(30_000);

        assertEquals(seen, Views.weights(cluster, "east/a", "shop"), "the captured weights, and downtime uncounted");
        assertEquals(seen, Views.weights(cluster, "west/a", "shop"));

        long took = cluster.until(70_000, () -> Views.weight(cluster, "east/a", "shop", "east") == 500);
        assertTrue(took > 50_000, "about a minute was left: " + took);
    }

    @Test
    @Rule("W3")
    void endedDrainRamps() {
        cluster.override("west/a", Operators.drain("d", "east", 20_000));
        cluster.until(1_000, () -> Views.weight(cluster, "east/a", "shop", "east") == 0);
        cluster.until(20_500, () -> !Views.decision(cluster, "east/a")
                .report()
                .remainingMillis()
                .containsKey("d"));

        long hold = cluster.until(7_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 250);
        long soak = cluster.until(7_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);

        assertTrue(hold >= 4_000 && soak >= 4_000, hold + ", " + soak);
        Ceiling returned = Views.ceiling(cluster, "east/a", "shop");
        assertEquals(1, returned.epoch(), "a drain is an incident, so that nobody's older word ends the return");
        assertEquals(1, returned.releasedEpoch(), "and needs no release");
    }

    @Test
    void anOverrideOfOneDatacenterOutlivesIts() {
        cluster.override("west/a", Operators.drain("d", "east", 60_000));
        cluster.run(1_000);
        cluster.powerOff("west");
        cluster.run(10_000);

        assertEquals(
                1000, Views.weight(cluster, "east/a", "shop", "east"), "a soft drain yields where nothing else serves");
        cluster.powerOn("west");
        cluster.run(20_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "east"), "and holds again when west is back");
        cluster.until(40_000, () -> Views.weight(cluster, "west/a", "shop", "east") > 0);
    }

    @Test
    @Rule("E8")
    void aHardDrainIsNotReopenedByADeath() {
        cluster.override("west/a", Operators.hardDrain("d", "east", HOUR));
        cluster.run(1_000);
        cluster.powerOff("west");
        cluster.run(10_000);

        assertEquals(0, Views.weight(cluster, "east/a", "shop", "east"));
        assertEquals(1000, Views.weight(cluster, "east/a", "shop", "west"), "an answer is never empty");
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("fail-open:shop"));
    }
}
