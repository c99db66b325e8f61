package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
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

    /** West is dead, and the witness, whose vote makes the quorum, is heard for a while every few seconds. */
    @Test
    @Rule("E6")
    void aVoterHeardNowAndThenDoesNotStartTheSilenceAgain() {
        Cluster cluster = Worlds.withWitness(Worlds.shop()
                .silence(new Silence(OnSilence.DRAIN, Duration.ofSeconds(20), Duration.ofSeconds(3)))
                .build());
        cluster.powerOff("west");
        for (int i = 0; i < 4; i++) {
            cluster.run(4_000);
            cluster.network().cutLink("witness", "east");
            cluster.run(3_000);
            cluster.network().mendLink("witness", "east");
        }
        cluster.network().cutLink("witness", "east");
        cluster.run(3_000);
        assertInstanceOf(
                Condition.Silent.class,
                Views.decision(cluster, "east/a")
                        .records()
                        .get(ServiceName.of("shop"))
                        .conclusions()
                        .get(Site.of("west"))
                        .condition(),
                cluster::toString);
    }

    /** West died, the witness whose vote made that certain died too, and then what cart needs fails in east. */
    @Test
    @Rule("W5")
    void callersAreNotSentToADatacenterThatFellSilentInAnIncident() {
        Cluster cluster = Worlds.withWitness(
                Worlds.shop().build(),
                Policies.weighted("cart")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .needs("shop")
                        .build());
        cluster.powerOff("west");
        cluster.until(5_000, () -> Views.weight(cluster, "east/a", "cart", "west") == 0);
        cluster.powerOff("witness");
        cluster.run(4_000);
        int[] sent = {0};
        cluster.watch(() -> sent[0] += Views.weight(cluster, "east/a", "cart", "west"));
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(15_000);
        assertEquals(0, sent[0], cluster::toString);
    }
}
