package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a datacenter answers an incident with where nobody measures load (rule W3, ADR 0014). */
@Rule("W3")
class AnswerTest {

    private static final Shifting SLOW =
            new Shifting(Duration.ofSeconds(30), List.of(25, 50, 100), Duration.ofSeconds(30), Failback.AUTOMATIC);
    private static final long SETTLED = 30_000;

    private static Cluster settled() {
        return Worlds.withWitness(Worlds.shop().shifting(SLOW).build())
                .withoutMeasuredLoad()
                .run(SETTLED);
    }

    @Test
    void whoHasJustStartedSpeaksForNobodysClients() {
        Cluster cluster = Worlds.calm(Cluster.of(
                        Topologies.of("east", "north", "west").and("witness"),
                        List.of("east/a", "north/a", "west/a", "witness/a"),
                        Worlds.shop().shifting(SLOW).in("north", 1, "n1").build()))
                .withoutMeasuredLoad()
                .run(SETTLED);
        cluster.powerOff("north");
        cluster.run(10_000);
        cluster.powerOff("west");
        cluster.run(10_000);
        for (String other : List.of("north", "west", "witness")) {
            cluster.network().cutBothLinks("east", other);
        }
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.powerOn("north");
        cluster.powerOn("west");
        cluster.run(8_000);
        cluster.network().mendAll();
        cluster.run(10_000);

        assertEquals(0, highest[0], () -> "both come back in steps: " + cluster);
    }

    @Test
    void whoIsSilentForLongCountsAsSendingNothing() {
        Cluster cluster = settled();
        cluster.powerOff("west");
        cluster.run(10_000);
        cluster.network().cutBothLinks("west", "east");
        cluster.network().cutBothLinks("witness", "east");
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.powerOn("west");
        cluster.run(40_000);
        cluster.network().mendAll();
        cluster.run(10_000);

        assertTrue(highest[0] <= 250, () -> "its own clients at most, none of east's: " + highest[0] + cluster);
    }

    @Test
    void aServingDatacenterWhoseControllerIsDownIsWaitedForAndThenCountsForNothing() {
        Cluster cluster = settled();
        cluster.powerOff("west");
        cluster.run(10_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.kill("east/a");
        cluster.powerOn("west");
        cluster.run(40_000);
        cluster.start("east/a");
        cluster.run(15_000);

        assertTrue(highest[0] <= 250, () -> "its own clients at most: " + highest[0] + cluster);
    }

    @Test
    void whoWasFrozenForLongerThanATimeToLiveHasNoClients() {
        Cluster cluster = settled();
        cluster.node("west/a").stall(60_000);
        cluster.applications().powerOff(Site.of("west"));
        cluster.run(50_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "west"));
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.run(9_500);
        cluster.applications().powerOn(Site.of("west"));
        cluster.run(15_000);

        assertEquals(0, highest[0], cluster::toString);
    }

    @Test
    void anIncidentHeardOnceIsAnsweredThoughItsObserverFlapsAndItselfStalls() {
        Cluster cluster = settled();
        cluster.powerOff("west");
        cluster.run(10_000);
        Worlds.part(cluster, "west", "east");
        cluster.network().cutBothLinks("witness", "east");
        cluster.powerOn("west");
        cluster.run(10_000);
        assertEquals(0, Views.ceiling(cluster, "west/a", "shop").epoch(), "it waits for east, who still votes");

        for (int i = 0; i < 6; i++) {
            cluster.network().cutBothLinks("west", "witness");
            cluster.run(4_000);
            cluster.network().mendLink("west", "witness");
            cluster.network().mendLink("witness", "west");
            cluster.run(2_000);
            cluster.node("west/a").stall(1_500);
        }

        assertEquals(1, Views.ceiling(cluster, "west/a", "shop").epoch(), () -> "answered all the same" + cluster);
    }

    @Test
    @Rule({"E6", "G5"})
    void shortStallsAgainAndAgainDoNotKeepADeadDatacenter() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.powerOff("witness");
        cluster.powerOff("west");

        for (int i = 0; i < 3; i++) {
            cluster.run(25_000);
            cluster.node("east/a").stall(1_500);
        }

        assertEquals(0, Views.weight(cluster, "east/a", "shop", "west"), cluster::toString);
    }
}
