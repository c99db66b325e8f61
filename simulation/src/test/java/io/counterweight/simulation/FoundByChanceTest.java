package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/** What the random worlds found once, told as a story: a seed means another world as soon as the worlds change. */
class FoundByChanceTest {

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

    /** Nothing near west's controller answers it for ten seconds: its probes fail, and its control targets too. */
    @Test
    @Rule("E4")
    void aControllerThatReachesItsDatacenterAgainDoesNotSayThatEverythingFailed() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        int[] changes = Worlds.changes(cluster, "east/a", "shop");
        cluster.network().cutControlTargets("west/a");
        cluster.run(10_000);
        cluster.network().mendControlTargets("west/a");
        cluster.run(10_000);

        assertEquals(0, changes[0]);
    }
}
