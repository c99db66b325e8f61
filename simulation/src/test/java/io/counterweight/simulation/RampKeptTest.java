package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A return has its hold-down and its steps whoever was stalled, cut off, restarted or ordered about meanwhile (rule W3, ADR 0016). */
@Rule("W3")
class RampKeptTest {

    private static final Shifting SLOW = slow(Failback.AUTOMATIC);
    private static final Shifting LATCHED = slow(Failback.LATCHED);
    private static final long SETTLED = 30_000;

    private static Shifting slow(Failback failback) {
        return new Shifting(Duration.ofSeconds(30), List.of(25, 50, 100), Duration.ofSeconds(30), failback);
    }

    private static Cluster one(Shifting shifting) {
        return Worlds.withWitness(Worlds.shop().shifting(shifting).build()).run(SETTLED);
    }

    private static Cluster siblings(Shifting shifting) {
        return Worlds.ofSiblings(Worlds.shop().shifting(shifting).build()).run(SETTLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObserverThatStartsOldOrEmptyLearnsOfIncidentsFromTheOthers(boolean empty) {
        Cluster cluster = one(SLOW).withoutMeasuredLoad();
        Disk old = empty
                ? Disk.empty(ControllerId.parse("east/a"))
                : cluster.node("east/a").disk();
        cluster.powerOff("west");
        cluster.run(10_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.kill("east/a");
        cluster.node("east/a").replaceDisk(old);
        cluster.powerOn("west");
        cluster.run(1_000);
        cluster.start("east/a");
        cluster.run(15_000);

        assertEquals(0, highest[0], cluster::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSiblingThatStartsEmptyBetweenLossAndReturnLearnsOfItFromTheOther(boolean latched) {
        Cluster cluster = siblings(latched ? LATCHED : SLOW).withoutMeasuredLoad();
        cluster.powerOff("west");
        cluster.run(10_000);
        int[] first = Worlds.highest(cluster, "east/a", "west");
        int[] second = Worlds.highest(cluster, "east/b", "west");

        cluster.kill("east/b");
        cluster.node("east/b").replaceDisk(Disk.empty(ControllerId.parse("east/b")));
        cluster.powerOff("witness");
        cluster.start("east/b");
        cluster.run(3_000);
        cluster.powerOn("west");
        cluster.run(20_000);

        assertEquals(0, first[0] + second[0], cluster::toString);
    }

    @Test
    void aSiblingThatWasStalledOverADrainDoesNotEndTheReturn() {
        Cluster cluster = siblings(SLOW);
        cluster.override("east/a", Operators.drain("d", "west", 20_000));
        cluster.node("west/b").stall(25_000);
        cluster.run(22_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.run(15_000);

        assertEquals(0, highest[0], cluster::toString);
    }

    @Test
    void aSiblingThatWasCutOffOverADrainDoesNotEndTheReturn() {
        Cluster cluster = siblings(SLOW);
        for (String other : List.of("west/a", "east/a", "east/b", "witness/a")) {
            cluster.network().cutSiblings(other, "west/b");
            cluster.network().cutSiblings("west/b", other);
        }
        cluster.run(3_000);
        cluster.override("east/a", Operators.drain("d", "west", 20_000));
        cluster.run(22_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.network().mendAll();
        cluster.run(15_000);

        assertEquals(0, highest[0], cluster::toString);
    }

    @Test
    void aSiblingThatWasStalledOverALossOfHalfDoesNotEndTheReturn() {
        Cluster cluster = siblings(SLOW);
        cluster.node("west/b").stall(12_000);
        cluster.run(3_000);
        cluster.applications().fail("shop", "west", "w1");
        cluster.run(4_000);
        cluster.applications().mend("shop", "west", "w1");
        cluster.run(2_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.run(15_000);

        assertTrue(highest[0] <= 250, cluster::toString);
    }

    @Test
    void siblingsThatWereStalledTogetherGoOnFromWhatTheyHad() {
        Cluster cluster = siblings(SLOW);
        cluster.node("west/a").stall(12_000);
        cluster.node("west/b").stall(12_000);
        cluster.run(20_000);

        assertEquals(Phase.OPEN, Views.ceiling(cluster, "west/a", "shop").phase());
        assertEquals(Phase.OPEN, Views.ceiling(cluster, "west/b", "shop").phase());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadSiblingsLastWordDoesNotEndTheReturn(boolean drain) {
        Cluster cluster = siblings(SLOW);
        cluster.kill("west/b");
        cluster.run(10_000);
        if (drain) {
            cluster.override("east/a", Operators.drain("d", "west", 20_000));
            cluster.run(25_000);
        } else {
            cluster.applications().fail("shop", "west", "w1");
            cluster.run(5_000);
            cluster.applications().mend("shop", "west", "w1");
            cluster.run(3_000);
        }
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.kill("west/a");
        cluster.run(500);
        cluster.start("west/a");
        cluster.run(15_000);

        assertTrue(highest[0] <= (drain ? 0 : 250), cluster::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Rule("W6")
    void aDrainThatItsDatacenterCouldNotHearEndsInSteps(boolean killed) {
        Cluster cluster = one(SLOW);
        hide(cluster, killed);
        cluster.override("east/a", Operators.drain("d", "west", 60_000));
        cluster.run(55_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.run(15_000);

        assertEquals(0, highest[0], cluster::toString);
    }

    @Test
    @Rule("W6")
    void aDrainNeedsNoReleaseWhereOnlyIncidentsAreLatched() {
        Cluster cluster = one(LATCHED);
        cluster.override("east/a", Operators.drain("d", "west", 10_000));
        cluster.run(8_000);
        assertEquals(1, Views.ceiling(cluster, "west/a", "shop").epoch(), "the drain is an incident");

        cluster.until(45_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 125);
    }

    @Test
    @Rule("W6")
    void aDrainThatWasNotHeardNeedsNoReleaseEither() {
        Cluster cluster = one(LATCHED).withoutMeasuredLoad();
        cluster.network().cutBothLinks("west", "east");
        cluster.network().cutBothLinks("west", "witness");
        cluster.run(3_000);
        cluster.override("east/a", Operators.drain("d", "west", 10_000));
        cluster.run(20_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "west"), "its return waits for its answer");
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.network().mendAll();
        cluster.run(25_000);
        assertTrue(highest[0] <= 250, "its own clients at most, who were with it all the time");

        cluster.until(45_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 500);
    }

    @Test
    @Rule("W6")
    void aDrainReleasesNoIncidentThatStandsLatched() {
        Cluster cluster = one(LATCHED);
        cluster.powerOff("west");
        cluster.run(10_000);
        cluster.powerOn("west");
        cluster.run(10_000);
        assertEquals(Phase.LATCHED, Views.ceiling(cluster, "west/a", "shop").phase());
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.override("east/a", Operators.drain("d", "west", 10_000));
        cluster.run(60_000);

        assertEquals(Phase.LATCHED, Views.ceiling(cluster, "west/a", "shop").phase());
        assertEquals(0, highest[0], cluster::toString);
    }

    @Test
    @Rule("W6")
    void aLossUnderADrainIsAnIncidentOfItsOwn() {
        Cluster cluster = one(LATCHED);
        cluster.override("east/a", Operators.drain("d", "west", 40_000));
        cluster.run(5_000);
        cluster.powerOff("west");
        cluster.run(10_000);
        cluster.powerOn("west");
        cluster.run(40_000);

        assertEquals(Phase.LATCHED, Views.ceiling(cluster, "west/a", "shop").phase(), cluster::toString);
    }

    @Test
    @Rule("W6")
    void aRefusedDrainIsNoIncident() {
        Cluster cluster = one(SLOW);
        cluster.override("east/a", Operators.drain("one", "east", 60_000));
        cluster.override("east/a", Operators.drain("two", "west", 60_000));
        cluster.run(20_000);

        assertEquals(0, Views.ceiling(cluster, "west/a", "shop").epoch());
        assertEquals(1000, Views.weight(cluster, "east/a", "shop", "west"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Rule("W6")
    void aPinToNothingEndsInSteps(boolean heard) {
        Cluster cluster = one(SLOW);
        if (!heard) {
            hide(cluster, true);
        }
        cluster.override("east/a", Operators.pin("p", Map.of("east", 1000, "west", 0), 60_000));
        cluster.run(55_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.run(15_000);

        assertEquals(0, highest[0], cluster::toString);
    }

    @Test
    @Rule("W6")
    void aPinBelowItsShareEndsInStepsFromThere() {
        Cluster cluster = one(SLOW);
        cluster.override("east/a", Operators.pin("p", Map.of("east", 800, "west", 200), 20_000));
        cluster.run(15_000);
        assertEquals(200, Views.weight(cluster, "east/a", "shop", "west"));
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.run(15_000);
        assertEquals(200, highest[0], cluster::toString);

        cluster.until(45_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 250);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Rule("W6")
    void whatDiesUnderASoftPinReturnsToItInSteps(boolean hold) {
        Cluster cluster = one(SLOW);
        Map<String, Integer> weights = Map.of("east", 400, "west", 600);
        cluster.override(
                "east/a",
                hold ? Operators.hold("h", "shop", weights, 3_600_000) : Operators.pin("p", weights, 3_600_000));
        cluster.run(5_000);
        assertEquals(600, Views.weight(cluster, "east/a", "shop", "west"));
        cluster.powerOff("west");
        cluster.run(20_000);
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.powerOn("west");
        cluster.run(10_000);

        assertEquals(0, highest[0], cluster::toString);
        cluster.until(45_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 125);
        cluster.until(120_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 600);
    }

    @Test
    @Rule("W6")
    void whatDiesUnderAHardPinHasItAtOnce() {
        Cluster cluster = one(SLOW);
        cluster.override("east/a", Operators.hardPin("p", Map.of("east", 400, "west", 600), 3_600_000));
        cluster.powerOff("west");
        cluster.run(20_000);
        cluster.powerOn("west");
        cluster.run(10_000);

        assertEquals(600, Views.weight(cluster, "east/a", "shop", "west"));
    }

    @Test
    @Rule("W6")
    void aPinToOneThatReturnsYieldsUntilItHasReturned() {
        Cluster cluster = one(SLOW);
        cluster.override("east/a", Operators.pin("p", Map.of("east", 0, "west", 1000), 3_600_000));
        cluster.run(5_000);
        cluster.powerOff("west");
        cluster.run(20_000);
        assertEquals(1000, Views.weight(cluster, "east/a", "shop", "east"));
        int[] highest = Worlds.highest(cluster, "east/a", "west");

        cluster.powerOn("west");
        cluster.run(10_000);

        assertEquals(0, highest[0], cluster::toString);
        cluster.until(150_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 1000);
    }

    /** Nobody in west hears what people want from now on. */
    private static void hide(Cluster cluster, boolean killed) {
        if (killed) {
            cluster.kill("west/a");
        } else {
            cluster.network().cutBothLinks("west", "east");
            cluster.network().cutBothLinks("west", "witness");
        }
        cluster.run(3_000);
    }
}
