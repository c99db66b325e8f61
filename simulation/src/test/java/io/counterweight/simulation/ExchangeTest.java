package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.evidence.Condition.Healthy;
import io.counterweight.rules.Rule;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How words get about (rules G1, G2), and how clocks do not matter. */
class ExchangeTest {

    private final Cluster cluster = Worlds.withWitness(Worlds.shop().build());

    @Test
    @Rule("G2")
    void droppedEventsAreRepaired() {
        cluster.network().losesMail(true);
        int[] changes = Worlds.changes(cluster, "east/a", "shop");
        cluster.run(20_000);
        assertEquals(0, changes[0], "the exchange cycle alone keeps everybody fresh");

        cluster.override("west/a", Operators.drain("d", "east", 60_000));

        cluster.until(2_500, () -> Views.weight(cluster, "east/a", "shop", "east") == 0);
    }

    @Test
    @Rule({"G2", "G5"})
    void oneWayLinkBlindsNobody() {
        cluster.network().cutLink("west", "east");
        int[] changes = Worlds.changes(cluster, "east/a", "shop");
        cluster.run(20_000);

        assertEquals(0, changes[0]);
        assertInstanceOf(
                Healthy.class,
                Views.conclusion(cluster, "east/a", "shop", "west").condition(),
                "the witness relays west's word");
    }

    @Test
    @Rule("G5")
    void skewedClockStillSeesADeath() {
        cluster.node("east/a").wallError = -3_600_000;
        cluster.node("west/a").wallError = 3_600_000;
        int[] changes = Worlds.changes(cluster, "east/a", "shop");
        cluster.run(10_000);
        cluster.node("witness/a").wallError = 86_400_000;
        cluster.run(60_000);
        assertEquals(0, changes[0], "no weight moves for a clock that is wrong, or jumps");

        cluster.override("west/a", Operators.drain("d", "east", 30_000));
        long took = cluster.until(
                40_000,
                () -> cluster.node("east/a").controller().intents().overrides().isEmpty()
                        && Views.weight(cluster, "east/a", "shop", "east") == 0
                        && cluster.now() > 80_000);
        assertTrue(
                Math.abs(took - 30_000) <= 1_000, "an override ends by its length, whoever's clock it was stamped by");
        cluster.powerOff("west");
        cluster.until(3_500, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
    }

    @Test
    @Rule("G5")
    void resumedAfterStopAbstains() {
        int[] changes = Worlds.changes(cluster, "west/a", "shop");
        cluster.node("east/a").stall(60_000);
        cluster.run(61_000);
        int[] own = Worlds.changes(cluster, "east/a", "shop");
        cluster.run(30_000);

        assertEquals(0, own[0], "it concludes nothing from ages that passed while it stood still");
        assertEquals(0, changes[0], "its datacenter is silent, and served: hold");
        assertEquals(Map.of("east", 500, "west", 500), Views.weights(cluster, "east/a", "shop"));
    }
}
