package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.rules.Rule;
import io.counterweight.simulation.Chaos.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the random worlds found once: each seed stays, and where the story is short it is told. */
class FoundByChanceTest {

    @Rule({"E8", "W3"})
    @ParameterizedTest
    @ValueSource(longs = {201, 1469, 7208})
    void seedsThatFailedOnceHold(long seed) {
        RandomWorld.of(new Random(seed), List.copyOf(EnumSet.allOf(Fault.class)))
                .play();
    }

    /** West answers a broken way in, dies of the same trouble, and then the witness dies too. */
    @Test
    @Rule("W3")
    void theDeathOfAVoterSendsNobodyBackToTheDead() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.applications().breakIngress("shop", "west");
        cluster.until(4_000, () -> Views.ceiling(cluster, "west/a", "shop").epoch() == 1);
        cluster.powerOff("west");
        cluster.run(5_000);
        int[] sent = {0};
        cluster.watch(() -> sent[0] += Views.weight(cluster, "east/a", "shop", "west"));

        cluster.powerOff("witness");
        cluster.run(90_000);

        assertEquals(0, sent[0]);
    }
}
