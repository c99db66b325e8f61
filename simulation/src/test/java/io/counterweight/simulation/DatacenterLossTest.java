package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.evidence.Condition.Lost;
import io.counterweight.engine.evidence.Condition.PathDown;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A datacenter dies, is cut off, or only seems so, in a whole cluster. */
class DatacenterLossTest {

    @Test
    @Rule({"E2", "E3"})
    void aDeadDatacenterIsDrainedByEverySurvivorWithinSeconds() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());

        cluster.powerOff("west");

        cluster.until(3_500, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        cluster.until(500, () -> Views.weight(cluster, "witness/a", "shop", "west") == 0);
        cluster.run(3_000);
        assertInstanceOf(
                Lost.class, Views.conclusion(cluster, "east/a", "shop", "west").condition());
    }

    @Test
    @Rule({"E2", "E6"})
    void witnessDiesThenWestDies() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.powerOff("witness");
        cluster.run(40_000);

        cluster.powerOff("west");

        long took = cluster.until(8_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        assertTrue(took >= 4_000, "alone, loss is confirmed for three seconds: " + took);
        assertEquals("E6", Views.conclusion(cluster, "east/a", "shop", "west").rule());
    }

    @Test
    @Rule({"E2", "E6"})
    void aWitnessThatDiesWithWestIsMissedUntilSilenceDecides() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());

        cluster.powerOff("witness");
        cluster.powerOff("west");

        cluster.run(50_000);
        assertEquals(500, Views.weight(cluster, "east/a", "shop", "west"), "no quorum: hold");
        cluster.until(20_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
    }

    @Test
    @Rule("E6")
    void fullCutWithoutWitnessKeepsEachItself() {
        Cluster cluster = Worlds.withoutWitness(Worlds.shop().build());

        Worlds.part(cluster, "east", "west");
        cluster.run(20_000);

        assertEquals(Map.of("east", 1000, "west", 0), Views.weights(cluster, "east/a", "shop"));
        assertEquals(Map.of("east", 0, "west", 1000), Views.weights(cluster, "west/a", "shop"));
    }

    @Test
    @Rule("E5")
    void isolationNeedsAnchors() {
        Cluster cluster = Worlds.withoutWitness(Worlds.shop().build());
        int[] changes = Worlds.changes(cluster, "east/a", "shop");

        Worlds.part(cluster, "east", "west");
        cluster.network().cutAnchors("east");
        cluster.run(120_000);

        assertEquals(0, changes[0], "without peers and anchors one holds all, and keeps oneself");
        assertEquals("E5", Views.conclusion(cluster, "east/a", "shop", "west").rule());
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("isolated:east"));
    }

    @Test
    @Rule("E4")
    void myOwnIsolationIsNotTheirPathDown() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.network().cutProbes("witness", "west");
        cluster.run(5_000);
        int[] pathDown = {0};
        cluster.watch(() -> {
            for (String judge : List.of("east/a", "west/a", "witness/a")) {
                boolean down = Views.conclusion(cluster, judge, "shop", "west").condition() instanceof PathDown;
                pathDown[0] += down ? 1 : 0;
            }
        });

        cutOffFromEverything(cluster, "east");
        cluster.run(750);
        cluster.network().mendAll();
        cluster.network().cutProbes("witness", "west");
        cluster.run(10_000);

        assertEquals(0, pathDown[0], "what failed while nothing at all answered is no vote");
        assertEquals(500, Views.weight(cluster, "witness/a", "shop", "west"));
    }

    private static void cutOffFromEverything(Cluster cluster, String site) {
        for (String other : List.of("west", "witness")) {
            cluster.network().cutBothLinks(site, other);
            cluster.network().cutProbes(site, other);
        }
        cluster.network().cutAnchors(site);
    }

    @Test
    @Rule({"E3", "E4"})
    void aCutLinkAloneMovesNothing() {
        Cluster cluster = Worlds.ofSiblings(Worlds.shop().build());
        int[] east = Worlds.changes(cluster, "east/a", "shop");
        int[] west = Worlds.changes(cluster, "west/b", "shop");

        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("east", "witness");
        cluster.run(90_000);
        cluster.network().mendAll();
        cluster.run(90_000);

        assertEquals(0, east[0] + west[0]);
    }

    @Test
    @Rule("E8")
    void latchedEastServesWhenWestDies() {
        Shifting latched =
                new Shifting(Duration.ofSeconds(30), List.of(25, 50, 100), Duration.ofSeconds(40), Failback.LATCHED);
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(latched).build());
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(5_000);
        cluster.applications().mend("shop", "east", "e1", "e2");
        cluster.run(60_000);
        assertEquals(0, Views.weight(cluster, "west/a", "shop", "east"), "latched");
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("latched:shop@east"));

        cluster.powerOff("west");

        cluster.until(4_000, () -> Views.weight(cluster, "east/a", "shop", "east") == 1000);
    }

    @Test
    @Rule("W3")
    void aReleasedIncidentReturnsInSteps() {
        Shifting latched =
                new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(5), Failback.LATCHED);
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(latched).build());
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(5_000);
        cluster.applications().mend("shop", "east", "e1", "e2");
        cluster.run(10_000);
        long epoch = Views.ceiling(cluster, "east/a", "shop").epoch();

        cluster.override("west/a", Operators.release("r1", "shop", "east", epoch));

        cluster.until(7_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 250);
        cluster.until(7_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);

        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(5_000);
        cluster.applications().mend("shop", "east", "e1", "e2");
        cluster.run(60_000);
        assertEquals(epoch + 1, Views.ceiling(cluster, "east/a", "shop").epoch());
        assertEquals(0, Views.weight(cluster, "west/a", "shop", "east"), "the next incident waits for its own release");
    }

    @Test
    @Rule("E9")
    void coldStartWithADeadPeerServesTheJournalsPlanFirst() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.powerOff("west");
        cluster.run(5_000);
        cluster.powerOff("east");
        cluster.powerOff("witness");
        int[] sentToTheDead = sentToWest(cluster);

        cluster.powerOn("east");
        cluster.run(90_000);

        assertEquals(Map.of("east", 1000, "west", 0), Views.weights(cluster, "east/a", "shop"));
        assertEquals(0, sentToTheDead[0], "the journal knew that west is gone");
    }

    @Test
    @Rule({"E9", "G11"})
    void coldStartWithADeadPeer() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.powerOff("west");
        cluster.run(5_000);
        cluster.powerOff("east");
        cluster.run(1_000);
        int[] sentToTheDead = sentToWest(cluster);

        cluster.powerOn("east");
        cluster.run(1_000);
        cluster.powerOff("witness");
        cluster.run(90_000);

        assertEquals(Map.of("east", 1000, "west", 0), Views.weights(cluster, "east/a", "shop"));
        assertEquals(0, sentToTheDead[0], "the witness handed on west's last word, and died before it could vote");
    }

    @Test
    @Rule({"E9", "G11", "W3"})
    void coldStartRemembersTheIncidentInWhichAPeerDied() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build()).withoutMeasuredLoad();
        cluster.run(20_000);
        cluster.applications().breakIngress("shop", "west");
        cluster.until(5_000, () -> Views.ceiling(cluster, "west/a", "shop").epoch() == 1);
        assertTrue(Views.ceiling(cluster, "west/a", "shop").share() > 0, "its answer is what it still carries");
        cluster.powerOff("west");
        cluster.run(5_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "west"));
        cluster.powerOff("east");
        cluster.run(1_000);
        int[] sentToTheDead = sentToWest(cluster);

        cluster.powerOn("east");
        cluster.run(500);
        cluster.powerOff("witness");
        cluster.run(90_000);

        assertEquals(0, sentToTheDead[0], "an answer from before its death does not reopen it");
    }

    /** Counts the steps in which east, once started, sends clients to west. */
    private static int[] sentToWest(Cluster cluster) {
        int[] steps = {0};
        cluster.watch(() -> cluster.node("east/a")
                .running()
                .filter(Controller::started)
                .ifPresent(east -> steps[0] += Views.weight(cluster, "east/a", "shop", "west") == 0 ? 0 : 1));
        return steps;
    }

    @Test
    @Rule("E3")
    void threeDatacentersShareWhatOneLeaves() {
        Cluster cluster = Worlds.calm(Cluster.of(
                Topologies.of("east", "north", "west").alone(),
                List.of("east/a", "north/a", "west/a"),
                Worlds.shop().in("north", 2, "n1").build()));

        cluster.powerOff("west");

        cluster.until(3_500, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        assertEquals(Map.of("east", 333, "north", 667, "west", 0), Views.weights(cluster, "east/a", "shop"));
    }
}
