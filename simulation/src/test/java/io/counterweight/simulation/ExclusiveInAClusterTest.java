package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Exclusive services (rule E7), in whole clusters: the ledger belongs to east, and may go to west. */
@Rule("E7")
class ExclusiveInAClusterTest {

    private static final Map<String, Integer> EAST = Map.of("east", 1000, "west", 0);
    private static final Map<String, Integer> WEST = Map.of("east", 0, "west", 1000);
    private static final Map<String, Integer> NOTHING = Map.of();

    private static Policy ledger() {
        return Policies.exclusive("ledger").in("east", 1, "e1").in("west", 2, "w1").build();
    }

    /** Under watch: at no step, by no name server, stalled or not, in two datacenters. */
    private static Cluster watched(Cluster cluster) {
        cluster.watch(new Invariants(cluster, 30_000)::check);
        return cluster;
    }

    private static Map<String, Integer> ledger(Cluster cluster, String controller) {
        return Views.weights(cluster, controller, "ledger");
    }

    private static void powerOff(Cluster cluster, String... sites) {
        for (String site : sites) {
            cluster.powerOff(site);
        }
    }

    /** It is cut off from everything: links, probes both ways, anchors. */
    private static void isolate(Cluster cluster, String site, String... others) {
        for (String other : others) {
            Worlds.part(cluster, site, other);
        }
        cluster.network().cutAnchors(site);
    }

    @Test
    void everyNameServerAnswersTheFirstOfTheOrder() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));

        assertEquals(EAST, ledger(cluster, "east/a"));
        assertEquals(EAST, ledger(cluster, "east/b"));
        assertEquals(EAST, ledger(cluster, "west/a"));
        assertEquals(EAST, ledger(cluster, "west/b"));
    }

    @Test
    void exclusiveIsNeverPromotedAlone() {
        Cluster two = watched(Worlds.withoutWitness(ledger()));
        two.powerOff("east");
        Cluster three = watched(Worlds.withWitness(ledger()));
        powerOff(three, "east", "witness");
        Set<Object> answered = new HashSet<>();
        two.watch(() -> answered.add(ledger(two, "west/a")));
        three.watch(() -> answered.add(ledger(three, "west/a")));

        two.run(120_000);
        three.run(120_000);

        assertTrue(!answered.contains(WEST), () -> "answered " + answered);
        assertEquals(EAST, ledger(two, "west/a"), "nobody but a person moves it");
        assertEquals(NOTHING, ledger(three, "west/a"), "no majority echoes it");
        two.override("west/a", Operators.promote("p", "ledger", "west", 600_000));
        three.override("west/a", Operators.promote("p", "ledger", "west", 600_000));
        two.run(2_000);
        three.run(2_000);
        assertEquals(WEST, ledger(two, "west/a"), "a person spoke");
        assertEquals(WEST, ledger(three, "west/a"), "a person spoke");
    }

    @Test
    void isolatedExclusiveStandsDownBeforeOthersPromote() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));
        isolate(cluster, "east", "west", "witness");

        long down = cluster.until(2_500, () -> ledger(cluster, "east/a").equals(NOTHING));
        long up = cluster.until(8_000, () -> ledger(cluster, "west/a").equals(WEST)
                && ledger(cluster, "west/b").equals(WEST));

        assertTrue(down <= 2_250, "stood down after " + down + " ms");
        assertTrue(down + up >= 4_000, "promoted after " + (down + up) + " ms");
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("stood-down:ledger"), "shown");
    }

    /** East's word arrives, but nobody's arrives there: nobody's echo proves that others have not promoted another. */
    @Test
    void oneWayCutStandsDownToo() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));
        cluster.network().cutLink("west", "east");
        cluster.network().cutLink("witness", "east");

        cluster.until(2_500, () -> ledger(cluster, "east/a").equals(NOTHING));
        cluster.run(10_000);

        assertEquals(NOTHING, ledger(cluster, "east/b"));
        assertEquals(EAST, ledger(cluster, "west/a"), "east is well, and heard: it is not left");
    }

    @Test
    void exclusiveStaysWhereNobodyCouldPromote() {
        Cluster cluster = watched(Worlds.withoutWitness(ledger()));
        int[] east = Worlds.changes(cluster, "east/a", "ledger");
        int[] west = Worlds.changes(cluster, "west/a", "ledger");
        Worlds.part(cluster, "east", "west");

        cluster.run(120_000);

        assertEquals(EAST, ledger(cluster, "east/a"));
        assertEquals(0, east[0] + west[0]);
    }

    @Test
    void handoverIsFenced() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));
        boolean[] silence = {false};
        cluster.watch(() -> silence[0] |= ledger(cluster, "east/a").equals(NOTHING)
                && ledger(cluster, "west/a").equals(NOTHING));
        cluster.applications().fail("ledger", "east", "e1");

        long taken = cluster.until(6_000, () -> ledger(cluster, "east/a").equals(WEST)
                && ledger(cluster, "west/a").equals(WEST)
                && ledger(cluster, "west/b").equals(WEST));

        assertTrue(silence[0], "SERVFAIL between the two");
        assertTrue(taken <= 4_000, "it took " + taken + " ms");
    }

    /** A person drains where it is active: both ways are fenced, and it returns by itself. */
    @Test
    void aDrainIsHandedOverAndBack() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));
        cluster.override("west/a", Operators.drain("d", "east", 20_000));

        cluster.until(4_000, () -> ledger(cluster, "west/a").equals(WEST));
        cluster.run(20_000);
        cluster.until(200_000, () -> ledger(cluster, "east/b").equals(EAST) && ledger(cluster, "west/a").equals(EAST));
    }

    /** The name server of east stands still while west is promoted; what it would answer in its first moment after is watched. */
    @Test
    void resumedNameServerChecksItsLeaseAtEachAnswer() {
        Cluster cluster = watched(Worlds.withWitness(ledger()));
        cluster.applications().powerOff(Site.of("east"));
        cluster.node("east/a").stall(20_000);

        cluster.until(15_000, () -> ledger(cluster, "west/a").equals(WEST));
        assertTrue(cluster.node("east/a").stalled());
        assertEquals(NOTHING, ledger(cluster, "east/a"));
        cluster.run(30_000);

        assertEquals(WEST, ledger(cluster, "east/a"), "it follows");
    }

    /** Counterexample 1: east answers one message before west hears of a cut, and one of two siblings says failing. */
    @Test
    void noLeaseRunsWhileAnotherIsPromoted() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));
        cluster.network().cutSiblings("east/a", "east/b");
        cluster.network().cutSiblings("east/b", "east/a");
        cluster.network().cutLink("east", "west");
        cluster.applications().fail("ledger", "east", "e1");
        cluster.run(750);
        Worlds.part(cluster, "east", "witness");

        cluster.until(12_000, () -> ledger(cluster, "west/a").equals(WEST));
        cluster.network().mendAll();
        cluster.run(20_000);

        assertEquals(WEST, ledger(cluster, "east/a"));
        assertEquals(WEST, ledger(cluster, "east/b"));
    }

    @Test
    void restartedAloneItAnswersNothingUntilAPeerSpeaks() {
        Cluster cluster = watched(Worlds.withoutWitness(ledger()));
        cluster.network().cutBothLinks("east", "west");
        cluster.kill("east/a");
        cluster.run(1_000);
        cluster.start("east/a");
        cluster.run(60_000);

        assertEquals(NOTHING, ledger(cluster, "east/a"));
        cluster.network().mendAll();
        cluster.until(5_000, () -> ledger(cluster, "east/a").equals(EAST));
    }

    @Test
    void restartedAloneItAnswersNothingUntilAPersonSpeaks() {
        Cluster cluster = watched(Worlds.withoutWitness(ledger()));
        cluster.override("east/a", Operators.promote("old", "ledger", "east", 600_000));
        cluster.run(2_000);
        cluster.network().cutBothLinks("east", "west");
        cluster.kill("east/a");
        cluster.run(1_000);
        cluster.start("east/a");
        cluster.run(60_000);

        assertEquals(NOTHING, ledger(cluster, "east/a"), "a word of an earlier life may have been followed by another");
        cluster.override("east/a", Operators.promote("new", "ledger", "east", 600_000));
        cluster.until(1_000, () -> ledger(cluster, "east/a").equals(EAST));
    }

    /** Everything starts at once: nobody names it, and they agree on where it was. */
    @Test
    void afterAllHaveRestartedItIsWhereItWas() {
        Cluster cluster = watched(Worlds.withoutWitness(ledger()));
        cluster.override("west/a", Operators.promote("p", "ledger", "west", 10_000));
        cluster.run(15_000);
        assertEquals(WEST, ledger(cluster, "east/a"), "the promotion is over, and nobody brings it back");
        powerOff(cluster, "east", "west");
        cluster.run(2_000);
        cluster.powerOn("east");
        cluster.run(10_000);
        assertEquals(NOTHING, ledger(cluster, "east/a"), "alone");
        cluster.powerOn("west");
        cluster.run(15_000);
        assertEquals(WEST, ledger(cluster, "east/a"));
        assertEquals(WEST, ledger(cluster, "west/a"));
    }

    @Test
    void aDeadWitnessAndThenADeadDatacenterStopItUntilAPersonSpeaks() {
        Cluster cluster = watched(Worlds.ofSiblings(ledger()));
        cluster.powerOff("witness");
        cluster.run(10_000);
        assertEquals(EAST, ledger(cluster, "east/a"), "two of three are a majority");

        cluster.powerOff("west");
        cluster.until(3_000, () -> ledger(cluster, "east/a").equals(NOTHING));
        cluster.run(60_000);
        assertEquals(NOTHING, ledger(cluster, "east/b"));

        cluster.override("east/a", Operators.promote("p", "ledger", "east", 60_000));
        cluster.until(1_000, () -> ledger(cluster, "east/a").equals(EAST) && ledger(cluster, "east/b").equals(EAST));
        cluster.run(70_000);
        assertEquals(NOTHING, ledger(cluster, "east/a"), "the promotion is over, and no lease is there");
    }
}
