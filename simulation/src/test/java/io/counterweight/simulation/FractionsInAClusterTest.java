package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Policies;
import io.counterweight.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fractions of capacity (rule W1), in a whole cluster. */
@Rule("W1")
class FractionsInAClusterTest {

    private static final String[] TWENTY = new String[20];

    static {
        for (int i = 0; i < TWENTY.length; i++) {
            TWENTY[i] = "e" + i;
        }
    }

    private final Cluster cluster = Worlds.withWitness(Policies.weighted("shop")
            .in("east", 1, TWENTY)
            .in("west", 1, "w1", "w2")
            .build());

    @Test
    void flappingFractionMovesNothing() {
        int[] changes = Worlds.changes(cluster, "west/a", "shop");
        for (int i = 0; i < 40; i++) {
            cluster.applications().fail("shop", "east", "e1", "e2");
            cluster.run(1_000);
            cluster.applications().mend("shop", "east", "e1", "e2");
            cluster.run(1_500);
        }
        assertEquals(0, changes[0], "ten points are inside the dead band");
    }

    @Test
    void theDeadBandCountsFromTheLastAppliedFraction() {
        cluster.applications().fail("shop", "east", "e0", "e1", "e2");
        cluster.until(1_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 425);
        cluster.applications().fail("shop", "east", "e3", "e4");
        cluster.run(3_000);
        assertEquals(425, Views.weight(cluster, "west/a", "shop", "east"), "75 % is ten points below 85 %");

        cluster.applications().fail("shop", "east", "e5");

        cluster.until(1_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 350);
    }

    @Test
    void aFlappingHalfFallsAtOnceAndRisesOnlyThroughTheCeiling() {
        String[] half = List.of(TWENTY).subList(0, 10).toArray(String[]::new);
        int[] changes = Worlds.changes(cluster, "west/a", "shop");
        for (int i = 0; i < 10; i++) {
            cluster.applications().fail("shop", "east", half);
            cluster.run(5_000);
            cluster.applications().mend("shop", "east", half);
            cluster.run(5_000);
        }
        assertEquals(1, changes[0], "down once; each flap begins the hold-down anew");

        long took = cluster.until(60_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);
        assertTrue(took > 20_000, "only after the hold-down: " + took);
    }

    @Test
    @Rule("E3")
    void aFractionThatFallsOnMixedVotesFallsAtOnceToo() {
        cluster.network().cutProbes("west", "east");
        cluster.run(3_000);
        String[] half = List.of(TWENTY).subList(0, 10).toArray(String[]::new);

        cluster.applications().fail("shop", "east", half);
        cluster.until(1_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 250);
        cluster.applications().mend("shop", "east", half);
        cluster.run(5_000);

        assertEquals(250, Views.weight(cluster, "west/a", "shop", "east"), "and rises only through the ceiling");
    }

    @Test
    void noSafetyRuleRefusesTheLossOfADatacenterWhoseLoadIsStale() {
        int[] refused = {0};
        cluster.watch(() -> refused[0] +=
                Views.record(cluster, "east/a", "shop").steps().stream().anyMatch(step -> step.refused()) ? 1 : 0);

        cluster.powerOff("west");
        cluster.run(5_000);

        assertEquals(1000, Views.weight(cluster, "east/a", "shop", "east"));
        assertEquals(0, refused[0], "the last load known of a dead datacenter keeps nobody from leaving it");
    }
}
