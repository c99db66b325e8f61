package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two controllers of one datacenter, and one that starts again. */
@Rule("G3")
class SiblingsTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(25, 50, 100), Duration.ofSeconds(5), Failback.AUTOMATIC);

    private final Cluster cluster =
            Worlds.ofSiblings(Worlds.shop().shifting(QUICK).build());

    @Test
    void siblingsPrivateAbortDoesNotSpread() {
        int[] east = Worlds.changes(cluster, "east/a", "shop");
        int[] west = Worlds.changes(cluster, "west/a", "shop");
        cutOff("east/b");
        cluster.node("east/b").controller().blind(true);
        cluster.run(20_000);
        assertEquals(0, Views.ceiling(cluster, "east/b", "shop").share(), "alone and blind, it aborted");

        cluster.network().mendAll();
        cluster.run(5_000);
        cluster.node("east/b").controller().blind(false);
        cluster.run(30_000);

        assertEquals(0, east[0] + west[0]);
        assertEquals(1, Views.ceiling(cluster, "east/b", "shop").share());
    }

    @Test
    void deafSiblingDoesNotBlockItsDatacenter() {
        cluster.network().cutSiblings("east/a", "east/b");
        for (String outside : List.of("west/a", "west/b", "witness/a")) {
            cluster.network().cutSiblings(outside, "east/b");
        }
        cluster.run(4_000);

        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(4_000);
        cluster.applications().mend("shop", "east", "e1", "e2");

        cluster.until(25_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restartedControllerTakesTheMergedCeilingFirst(boolean emptyDisk) {
        Cluster alone = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        alone.applications().fail("shop", "east", "e1", "e2");
        alone.run(4_000);
        alone.applications().mend("shop", "east", "e1", "e2");
        alone.until(10_000, () -> Views.weight(alone, "west/a", "shop", "east") == 125);
        Disk old = emptyDisk
                ? Disk.empty(ControllerId.parse("east/a"))
                : alone.node("east/a").disk();
        alone.until(20_000, () -> Views.weight(alone, "west/a", "shop", "east") == 500);
        alone.run(5_000);
        int[] changes = Worlds.changes(alone, "west/a", "shop");

        alone.kill("east/a");
        alone.node("east/a").replaceDisk(old);
        alone.run(500);
        alone.start("east/a");
        alone.run(30_000);

        assertEquals(0, changes[0], "no dip, neither drained nor ramped again");
        assertEquals(1, Views.ceiling(alone, "east/a", "shop").share());
        assertEquals(500, Views.weight(alone, "east/a", "shop", "east"));
    }

    @Test
    @Rule("W3")
    void restartedMidRampComputesTheSamePlan() {
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(4_000);
        cluster.applications().mend("shop", "east", "e1", "e2");
        cluster.until(10_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 125);

        cluster.kill("east/b");
        cluster.kill("west/a");
        cluster.start("east/b");
        cluster.start("west/a");
        cluster.until(5_000, () -> cluster.node("west/a").controller().started());

        assertEquals(Views.weights(cluster, "west/b", "shop"), Views.weights(cluster, "west/a", "shop"));
        assertEquals(
                Views.ceiling(cluster, "east/a", "shop").share(),
                Views.ceiling(cluster, "east/b", "shop").share());
        cluster.until(15_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);
    }

    private void cutOff(String controller) {
        for (String other : List.of("east/a", "west/a", "west/b", "witness/a")) {
            cluster.network().cutSiblings(other, controller);
            cluster.network().cutSiblings(controller, other);
        }
    }
}
