package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Abort;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How a return is taken back, released by people, shared by services, and kept over deaths (rule W3), in a whole cluster. */
@Rule("W3")
class ShiftingInAClusterTest {

    private static final Abort WELL = offering(0.9);

    private static Abort offering(double least) {
        return new Abort(OptionalDouble.of(least), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static Shifting quick(Failback failback, Abort abort) {
        return new Shifting(
                Duration.ofSeconds(5), List.of(25, 50, 100), Duration.ofSeconds(5), failback, abort, Optional.empty());
    }

    private static Cluster world(Failback failback, Abort abort) {
        return Worlds.withWitness(Worlds.shop().shifting(quick(failback, abort)).build());
    }

    private static void dieAndReturn(Cluster cluster) {
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(5_000);
        cluster.applications().mend("shop", "west", "w1", "w2");
    }

    private static int west(Cluster cluster) {
        return Views.weight(cluster, "east/a", "shop", "west");
    }

    /** Every weight that east answers for west, in order. */
    private static List<Integer> weights(Cluster cluster) {
        List<Integer> weights = new ArrayList<>(List.of(west(cluster)));
        cluster.watch(() -> {
            if (weights.getLast() != west(cluster)) {
                weights.add(west(cluster));
            }
        });
        return weights;
    }

    @Test
    void aLimitThatIsCrossedTakesTheReturnBackAStepWhereItSoaksAgain() {
        Cluster cluster = world(Failback.AUTOMATIC, WELL);
        dieAndReturn(cluster);
        List<Integer> weights = weights(cluster);
        cluster.until(20_000, () -> west(cluster) == 250);
        cluster.applications().fail("shop", "west", "w1");
        cluster.until(3_000, () -> west(cluster) == 125);

        assertEquals(Phase.ABORTED, Views.ceiling(cluster, "west/a", "shop").phase());
        cluster.run(500);
        assertTrue(
                Views.record(cluster, "east/a", "shop").steps().stream()
                        .anyMatch(step -> step.rule().equals("W3")
                                && step.text().contains("taken back to 25 % by shifting.abort: it offers 50 %")),
                () -> "everybody says why: " + cluster);
        assertTrue(Views.decision(cluster, "west/a").alarms().containsKey("ramp-aborted:shop@west"));

        cluster.applications().mend("shop", "west", "w1");
        long again = cluster.until(12_000, () -> west(cluster) == 250);
        assertTrue(again > 3_000, "it soaks again: " + again);
        cluster.until(12_000, () -> west(cluster) == 500);
        assertEquals(List.of(0, 125, 250, 125, 250, 500), weights);
    }

    @Test
    void whileItIsStillCrossedTheReturnGoesFurtherDown() {
        Cluster cluster = world(Failback.AUTOMATIC, WELL);
        dieAndReturn(cluster);
        cluster.until(20_000, () -> west(cluster) == 250);
        cluster.applications().fail("shop", "west", "w1");

        cluster.until(3_000, () -> west(cluster) == 125);
        cluster.until(8_000, () -> west(cluster) == 0);
        cluster.run(20_000);
        assertEquals(0, west(cluster), "and stays where it began");
        cluster.applications().mend("shop", "west", "w1");
        cluster.until(40_000, () -> west(cluster) == 500);
    }

    @Test
    void noReturnIsTakenBackBelowWhereItBegan() {
        Cluster cluster = world(Failback.AUTOMATIC, WELL);
        cluster.applications().fail("shop", "west", "w1");
        cluster.until(4_000, () -> west(cluster) == 250);
        cluster.applications().mend("shop", "west", "w1");
        cluster.until(15_000, () -> west(cluster) == 500);
        cluster.run(1_000);

        cluster.applications().fail("shop", "west", "w1");
        cluster.run(20_000);

        assertEquals(250, west(cluster), "the half that serves goes on serving");
    }

    @Test
    void theLastStepIsWatchedToo() {
        Cluster cluster = world(Failback.AUTOMATIC, offering(1));
        dieAndReturn(cluster);
        cluster.until(30_000, () -> west(cluster) == 500);

        assertEquals(Phase.SOAKING, Views.ceiling(cluster, "west/a", "shop").phase());
        cluster.run(6_000);
        assertEquals(Phase.OPEN, Views.ceiling(cluster, "west/a", "shop").phase());
    }

    @Test
    void aManualReturnGoesAsFarAsAPersonReleases() {
        Cluster cluster = world(Failback.MANUAL, Abort.never());
        dieAndReturn(cluster);
        List<Integer> weights = weights(cluster);
        cluster.run(20_000);
        assertEquals(0, west(cluster));

        cluster.override("east/a", Operators.releaseUpTo("one", incident(), 25, 10_000));
        cluster.until(8_000, () -> west(cluster) == 125);
        cluster.run(30_000);
        assertEquals(125, west(cluster), "no further, and no less once the release has ended");
        assertEquals(Phase.LATCHED, Views.ceiling(cluster, "west/a", "shop").phase());

        cluster.override("east/a", Operators.releaseUpTo("two", incident(), 50, 60_000));
        cluster.until(2_000, () -> west(cluster) == 250);
        cluster.override("east/a", Operators.releaseUpTo("three", incident(), 100, 60_000));
        cluster.until(8_000, () -> west(cluster) == 500);
        assertEquals(List.of(0, 125, 250, 500), weights);
    }

    @Test
    @Rule("W6")
    void aManualReturnWaitsForAPersonAfterAnOrderToo() {
        Cluster cluster = world(Failback.MANUAL, Abort.never());
        cluster.override("east/a", Operators.drain("d", "west", 8_000));
        cluster.run(30_000);
        assertEquals(0, west(cluster));

        cluster.override("east/a", Operators.releaseUpTo("r", incident(), 100, 60_000));

        cluster.until(30_000, () -> west(cluster) == 500);
    }

    @Test
    void servicesThatReturnShareOneCeiling() {
        Shifting small = quick(Failback.AUTOMATIC, Abort.never());
        Shifting large =
                new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(1), Failback.AUTOMATIC);
        Policy cart = Policies.weighted("cart")
                .in("east", 1, "c1")
                .in("west", 1, "d1")
                .shifting(large)
                .build();
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(small).build(), cart);
        cluster.powerOff("west");
        cluster.run(5_000);
        cluster.powerOn("west");
        int[] ahead = {0};
        cluster.watch(() -> ahead[0] += Views.weight(cluster, "west/a", "cart", "west") == 500
                        && Views.weight(cluster, "west/a", "shop", "west") < 250
                        && Views.ceiling(cluster, "west/a", "shop").phase() == Phase.SOAKING
                ? 1
                : 0);

        cluster.until(40_000, () -> Views.weight(cluster, "east/a", "cart", "west") == 500 && west(cluster) == 500);

        assertEquals(0, ahead[0], "the one with larger steps waits for the one that is behind");
    }

    @Test
    @Rule("G11")
    void aReturnGoesOnWhereItWasThoughAllControllersDie() {
        Cluster cluster = world(Failback.AUTOMATIC, Abort.never());
        dieAndReturn(cluster);
        cluster.until(20_000, () -> west(cluster) == 250);
        cluster.run(2_000);
        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            cluster.kill(controller);
        }
        cluster.run(60_000);
        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            cluster.start(controller);
        }
        List<Integer> weights = new ArrayList<>();
        cluster.watch(() -> Views.served(cluster, "east/a", ServiceName.of("shop"))
                .map(plan -> Cluster.weight(plan, Site.of("west")))
                .filter(weight -> weights.isEmpty() || !weights.getLast().equals(weight))
                .ifPresent(weights::add));

        cluster.run(15_000);

        assertEquals(List.of(250, 500), weights, "what was left of its soak, and the next step");
    }

    @Test
    @Rule("G3")
    void aReturnGoesOnWhereItWasThoughItsOwnControllersDieOneAfterAnother() {
        Cluster cluster = Worlds.ofSiblings(
                Worlds.shop().shifting(quick(Failback.AUTOMATIC, Abort.never())).build());
        dieAndReturn(cluster);
        List<Integer> weights = weights(cluster);
        cluster.until(20_000, () -> west(cluster) == 125);
        cluster.kill("west/a");
        cluster.run(1_000);
        cluster.start("west/a");
        cluster.until(10_000, () -> west(cluster) == 250);
        cluster.kill("west/b");
        cluster.run(1_000);
        cluster.start("west/b");
        cluster.until(10_000, () -> west(cluster) == 500);

        assertEquals(List.of(0, 125, 250, 500), weights);
    }

    private static Action.Release incident() {
        return new Action.Release(Site.of("west"), new TreeMap<>(Map.of(ServiceName.of("shop"), 1L)));
    }
}
