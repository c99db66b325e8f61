package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers being silent, being alone, and being isolated (rules E5, E6): two datacenters, as east judges. */
class SilenceTest {

    private final Speaker west = Speaker.of("west/a");
    private final World east = world(Silence.defaults());

    private static World world(Silence silence) {
        return World.of(
                "east/a",
                Topologies.of("east", "west").alone(),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .silence(silence)
                        .build());
    }

    @BeforeEach
    void allIsWell() {
        calm(east);
    }

    private void calm(World world) {
        world.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        west.sees.serving("shop", "w1").vote("shop", "east", Votes.served());
        world.calm(west);
    }

    private String west() {
        return east.condition("shop", "west").word();
    }

    private void westVanishes() {
        east.sees.vote("shop", "west", Votes.unreachable());
    }

    @Test
    @Rule("E5")
    void silentAnchorsAreToldInCalm() {
        east.sees.anchors(4, 1);
        east.run(500, west);
        assertEquals("healthy", west(), "nothing moves for it");
        assertTrue(east.decision().alarms().containsKey("anchors-silent:east/a"));

        east.sees.anchors(4, 2);
        east.run(500, west);
        assertFalse(east.decision().alarms().containsKey("anchors-silent:east/a"), "half of them are enough");
    }

    @Test
    @Rule("E4")
    void whoDistrustsItselfTellsAPerson() {
        east.sees.wordWithdrawn(true);
        east.run(500, west);
        assertTrue(east.decision().alarms().containsKey("word-withdrawn:east/a"));

        east.sees.wordWithdrawn(false);
        east.run(500, west);
        assertFalse(east.decision().alarms().containsKey("word-withdrawn:east/a"));
    }

    @Test
    @Rule({"E5", "E3"})
    void isolationNeedsAnchors() {
        westVanishes();
        east.sees.anchors(4, 1);
        east.run(90_000);

        assertEquals("hold", west());
        assertEquals("E5", east.conclusion("shop", "west").rule());
        assertEquals(500, east.weight("shop", "west"), "held on others");
        assertEquals(500, east.weight("shop", "east"), "and itself is kept");
        assertTrue(east.decision().alarms().containsKey("isolated:east"));
    }

    @Test
    @Rule("E5")
    void withHalfTheAnchorsAnsweringItIsTheOtherThatIsGone() {
        westVanishes();
        east.sees.anchors(4, 2);
        east.run(6_000);

        assertEquals("lost", west());
        assertFalse(east.decision().alarms().containsKey("isolated:east"));
    }

    @Test
    @Rule("E5")
    void whileAnybodyIsHeardItIsNotIsolated() {
        World three = World.of(
                "east/a",
                Topologies.of("east", "west").and("north"),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .build());
        Speaker north = Speaker.of("north/a");
        calm(three);
        three.calm(west, north);
        three.sees.vote("shop", "west", Votes.unreachable()).anchors(4, 0);
        north.sees.vote("shop", "west", Votes.unreachable());

        three.run(3_000, north);

        assertEquals("lost", three.condition("shop", "west").word(), "north's word and its own are a quorum");
    }

    @Test
    @Rule("E5")
    void ownWordStandsWhileIsolated() {
        east.sees.anchors(4, 0).failing("shop", "e1");
        westVanishes();

        east.run(3_000);

        assertEquals("failing", east.condition("shop", "east").word());
        assertEquals(1_000, east.weight("shop", "west"), "what fails by its own word leaves, isolated or not");
    }

    @Test
    @Rule("E6")
    void aloneItConcludesLossOnlyAfterLossConfirm() {
        westVanishes();
        east.run(33_000, west);

        east.run(4_750);
        assertEquals("hold", west(), "silent for 2 s, not yet confirmed for 3 s");
        assertEquals("E6", east.conclusion("shop", "west").rule());

        east.run(1_000);
        assertEquals("lost", west());
        assertEquals("E6", east.conclusion("shop", "west").rule());
        assertEquals(1_000, east.weight("shop", "east"));
    }

    @Test
    @Rule("E6")
    void aloneItConcludesNothingWithoutItsAnchors() {
        Speaker north = Speaker.of("north/a");
        World three = World.of(
                "east/a",
                Topologies.of("east", "west").and("north"),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .build());
        calm(three);
        three.calm(west, north);
        three.run(33_000, west);
        three.run(250);
        three.sees.vote("shop", "west", Votes.unreachable()).anchors(4, 1);

        // North is heard again, so east is not isolated; it is the frozen electorate of one, and its anchors are
        // silent.
        three.run(8_000, north);

        assertEquals("hold", three.condition("shop", "west").word());
        assertEquals("E6", three.conclusion("shop", "west").rule());
    }

    @Test
    @Rule("E6")
    void oneServedProbeStartsTheConfirmationAnew() {
        westVanishes();
        east.run(4_500);
        east.sees.vote("shop", "west", Votes.served());
        east.run(250);
        westVanishes();

        east.run(3_000);
        assertEquals("hold", west());
        east.run(500);
        assertEquals("lost", west());
    }

    @Test
    @Rule("E6")
    void lossConfirmStartsAgainAfterIsolation() {
        westVanishes();
        east.run(4_500);
        east.sees.anchors(4, 0);
        east.run(10_000);
        east.sees.anchors(4, 4);

        east.run(3_000);
        assertEquals("hold", west());
        east.run(500);
        assertEquals("lost", west());
    }

    @Test
    @Rule("E6")
    void onSilenceStartsAgainAfterIsolation() {
        Silence slow = new Silence(OnSilence.DRAIN, Duration.ofSeconds(60), Duration.ofHours(1));
        World patient = world(slow);
        calm(patient);
        patient.sees.vote("shop", "west", Votes.unreachable()).anchors(4, 0);
        patient.run(90_000);
        assertEquals("E5", patient.conclusion("shop", "west").rule());

        patient.sees.anchors(4, 4);
        patient.run(59_000);
        assertEquals("hold", patient.condition("shop", "west").word(), "its anchors are back before its peers");
        assertEquals(500, patient.weight("shop", "west"));

        patient.run(2_000);
        assertEquals("silent", patient.condition("shop", "west").word());
    }

    @Test
    @Rule({"E6", "G5"})
    void onSilenceIsInterruptedByAStallAndGoesOnAfterIt() {
        Silence slow = new Silence(OnSilence.DRAIN, Duration.ofSeconds(60), Duration.ofHours(1));
        World patient = world(slow);
        calm(patient);
        patient.sees.vote("shop", "west", Votes.unreachable());
        patient.run(40_000);

        patient.stall(60_000);
        patient.run(15_000);
        assertEquals("hold", patient.condition("shop", "west").word(), "the stall itself is not counted");

        patient.run(10_000);
        assertEquals("silent", patient.condition("shop", "west").word(), "and what was counted before it stands");
    }

    @Test
    @Rule("E6")
    void aPolicyMayHoldForEver() {
        World holding = world(new Silence(OnSilence.HOLD, Duration.ofSeconds(60), Duration.ofHours(1)));
        calm(holding);
        holding.sees.vote("shop", "west", Votes.unreachable());

        holding.run(300_000);

        assertEquals("hold", holding.condition("shop", "west").word());
        assertEquals(500, holding.weight("shop", "west"));
    }

    @Test
    @Rule({"E5", "E6"})
    void neverWithdrawsItselfForWantOfVotes() {
        westVanishes();
        east.sees.unknown("shop", "e1");

        east.run(120_000);

        assertEquals("hold", east.condition("shop", "east").word());
    }

    @Test
    @Rule({"E3", "E5"})
    void acceptsAQuorumAgainstItself() {
        Speaker north = Speaker.of("north/a");
        World three = World.of(
                "east/a",
                Topologies.of("east", "west").and("north"),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .build());
        calm(three);
        three.calm(west, north);
        three.sees.failing("shop", "e1").wordWithdrawn(true);
        west.sees.vote("shop", "east", Votes.begunAfter(three.decision().report(), Votes.refused()));
        north.sees.vote("shop", "east", Votes.begunAfter(three.decision().report(), Votes.refused()));

        three.run(1_000, west, north);

        assertEquals("lost", three.condition("shop", "east").word(), "what all others conclude, it concludes too");
    }

    @Test
    @Rule({"E3", "E4"})
    void drainsWhenTheBalancerAnswers503AndTheReportIsStale() {
        east.sees.vote("shop", "west", Votes.refused());

        east.run(6_000);

        assertEquals("lost", west(), "refused is not served");
        assertEquals(0, east.weight("shop", "west"));
    }

    @Test
    @Rule("E3")
    void oneVantageNeverDrainsAFreshServingDatacenter() {
        westVanishes();

        east.run(120_000, west);
        assertEquals("hold", west());
        assertTrue(east.conclusion("shop", "west").alarm());
        assertEquals(500, east.weight("shop", "west"));

        west.sees.vote("shop", "west", Votes.unreachable());
        east.run(500, west);
        assertEquals("path-down", west(), "west's own probe of its published address confirms it");
        assertEquals(0, east.weight("shop", "west"));
    }

    @Test
    @Rule("E3")
    void aDatacenterThatNeverReachedItsOwnAddressConfirmsNothing() {
        westVanishes();
        west.sees.vote("shop", "west", Votes.neverServed(Votes.unreachable()));

        east.run(10_000, west);

        assertEquals("hold", west(), "its network may never have let it out and in again");
    }

    @Test
    @Rule("E3")
    void oneServedControllerOfTheDatacenterIsEnoughToConfirmNothing() {
        Speaker sibling = Speaker.of("west/b");
        sibling.sees.serving("shop", "w1").vote("shop", "west", Votes.served());
        west.sees.vote("shop", "west", Votes.refused());
        westVanishes();

        east.run(10_000, west, sibling);

        assertEquals("hold", west());
    }
}
