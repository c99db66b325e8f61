package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spare capacity (rule W2) in a whole cluster of three datacenters, whose clients ask for 1000. */
@Rule("W2")
class HeadroomInAClusterTest {

    private static Cluster cluster(double inEast, double inNorth, double inWest) {
        return cluster(Policies.weighted("shop"), inEast, inNorth, inWest);
    }

    private static Cluster cluster(Policies policies, double inEast, double inNorth, double inWest) {
        return Worlds.calm(Cluster.of(
                Topologies.of("east", "north", "west").alone(),
                List.of("east/a", "north/a", "west/a"),
                policies.in("east", 1, "e1", "e2")
                        .in("north", 1, "n1", "n2")
                        .in("west", 2, "w1", "w2")
                        .capacity("east", inEast)
                        .capacity("north", inNorth)
                        .capacity("west", inWest)
                        .build()));
    }

    @Test
    void aLostDatacentersLoadGoesWhereThereIsRoomAndComesBack() {
        Cluster cluster = cluster(400, 700, 600);
        cluster.powerOff("west");
        cluster.until(10_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        cluster.run(2_000);

        for (String controller : List.of("east/a", "north/a")) {
            assertEquals(400, Views.weight(cluster, controller, "shop", "east"), controller);
            assertEquals(600, Views.weight(cluster, controller, "shop", "north"), controller);
        }
        cluster.powerOn("west");
        cluster.until(300_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 500);
    }

    @Test
    @Rule("W1")
    void driftingLoadMovesNothing() {
        Cluster cluster = cluster(400, 700, 600).withDriftingLoad();
        int[] calm = Worlds.changes(cluster, "east/a", "shop");
        cluster.run(60_000);
        assertEquals(0, calm[0]);

        cluster.powerOff("west");
        cluster.until(10_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        cluster.run(5_000);
        int[] incident = Worlds.changes(cluster, "east/a", "shop");
        cluster.run(60_000);
        assertEquals(0, incident[0], "what clients ask for is frozen at the incident");
        assertEquals(Views.weights(cluster, "east/a", "shop"), Views.weights(cluster, "north/a", "shop"));
    }

    @Test
    @Rule("W1")
    void staleLoadAtLoss() {
        Cluster cluster = cluster(600, 1_000, 600).losesLoadOf("west");
        cluster.run(35_000);
        cluster.powerOff("west");
        cluster.until(10_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        cluster.run(2_000);

        double demand = Views.record(cluster, "east/a", "shop").landing().demand();
        assertEquals(1_100, demand, 1, "250 and 250 are measured, and west can carry 600");
        assertEquals(500, Views.weight(cluster, "east/a", "shop", "east"), "which the others can carry");
    }

    private static int shed(Cluster cluster, String controller) {
        return Views.served(cluster, controller, ServiceName.of("shop"))
                .map(plan -> plan.shed().parts())
                .orElseThrow();
    }

    @Test
    void whatFitsNowhereIsShedByAllAlikeUntilThereIsRoomAgain() {
        Cluster cluster = cluster(Policies.weighted("shop").sheddable(0.5), 300, 400, 600);
        cluster.powerOff("west");
        cluster.until(10_000, () -> shed(cluster, "east/a") > 0);
        cluster.run(2_000);

        int[] calm = {0};
        cluster.watch(() -> calm[0] += shed(cluster, "east/a") == 300 && shed(cluster, "north/a") == 300 ? 0 : 1);
        cluster.run(60_000);
        assertEquals(0, calm[0], "300 of 1000 fit nowhere, in every turn");
        assertTrue(Views.decision(cluster, "north/a").alarms().containsKey("shedding:shop"));
        assertTrue(
                Views.explanation(cluster, "east/a", "shop")
                        .text()
                        .contains("30.0 % of all clients are turned away to"),
                () -> Views.explanation(cluster, "east/a", "shop").text());
        assertEquals(
                1000,
                Views.weights(cluster, "east/a", "shop").values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());

        cluster.powerOn("west");
        cluster.until(300_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 500);
        assertEquals(0, shed(cluster, "east/a"));
        assertEquals(0, shed(cluster, "north/a"));
    }

    @Test
    @Rule("W4")
    void lossLeavesThoughNobodyHasRoom() {
        Cluster cluster = cluster(300, 600, 600);
        cluster.powerOff("west");
        cluster.until(10_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
        cluster.run(1_000);

        assertEquals(333, Views.weight(cluster, "east/a", "shop", "east"), 1, "all are overloaded alike");
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("overloaded:shop@east"));
    }
}
