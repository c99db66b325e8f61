package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.counterweight.engine.Settings;
import io.counterweight.engine.kit.Topologies;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedClusterTest {

    private static final int CALM_STEPS = 160;

    /** What happens to a copy happens as it would have to the original, and to the copy alone. */
    @Test
    void aCopyGoesOnAsTheOriginalWouldHave() {
        SteppedCluster original = calm();
        SteppedCluster.Mark before = original.mark();
        SteppedCluster copy = original.copy();
        story(copy);

        assertEquals(before, original.mark());
        story(original);
        assertEquals(copy.mark(), original.mark());
        assertEquals(copy.answers(), original.answers());
    }

    @Test
    void calmIsTheSameMomentAgainAndAgain() {
        SteppedCluster cluster = calm();
        SteppedCluster.Mark before = cluster.mark();
        step(cluster, 2);

        assertEquals(before, cluster.mark());
    }

    @Test
    void aCutIsAnotherMomentAndItsEndIsTheOldOne() {
        SteppedCluster cluster = calm();
        SteppedCluster.Mark before = cluster.mark();
        cluster.cluster().network().cutLink("east", "west");
        assertNotEquals(before, cluster.mark());
        step(cluster, 3);
        cluster.cluster().network().mendLink("east", "west");
        step(cluster, 21);

        assertEquals(before, cluster.mark());
    }

    /** A failure, a death and a cut, one into the other. */
    private static void story(SteppedCluster cluster) {
        cluster.cluster().applications().fail("shop", "east", "e1", "e2");
        step(cluster, 7);
        cluster.cluster().applications().mend("shop", "east", "e1", "e2");
        cluster.cluster().kill("west/a");
        step(cluster, 6);
        cluster.cluster().start("west/a");
        cluster.cluster().network().cutBothLinks("west", "witness");
        cluster.cluster().override("east/a", Operators.drain("d1", "east", 2_000));
        step(cluster, 9);
    }

    private static SteppedCluster calm() {
        SteppedCluster cluster = SteppedCluster.of(new SteppedCluster.Setting(
                Topologies.of("east", "west").and("witness"),
                Settings.defaults(),
                List.of("east/a", "west/a", "witness/a"),
                List.of(Worlds.shop().build()),
                true,
                500,
                15_000,
                31_000));
        step(cluster, CALM_STEPS);
        return cluster;
    }

    private static void step(SteppedCluster cluster, int steps) {
        for (int i = 0; i < steps; i++) {
            List<String> next = cluster.next();
            cluster.tick();
            next.forEach(cluster::turn);
            cluster.endStep();
        }
    }
}
