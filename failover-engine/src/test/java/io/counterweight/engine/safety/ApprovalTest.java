package io.counterweight.engine.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A protected service moves by people's consent alone: two of ann, ben and cy, through whole decisions of east. */
@Rule("W4")
class ApprovalTest {

    private static final Approval TWO_OF_THREE =
            new Approval(new TreeSet<>(Set.of("ann", "ben", "cy")), 2, Duration.ofHours(1));
    private static final String LEAVE = "leave.shop.west.1";
    private static final String DRAIN = "order.shop.d";

    private final Speaker west = Speaker.of("west/a");
    private final Speaker witness = Speaker.of("witness/a").hearing(west);
    private final World east = east();

    private World east() {
        World world = World.of(
                "east/a",
                Topologies.of("east", "west").and("witness"),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .safety(new Safety(1, 0.5, 4, Duration.ofMinutes(10), Optional.of(TWO_OF_THREE)))
                        .build());
        world.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        west.sees.serving("shop", "w1").vote("shop", "east", Votes.served());
        witness.sees.vote("shop", "west", Votes.served()).vote("shop", "east", Votes.served());
        west.ceiling("shop", Ceiling.open());
        return world.calm(west, witness);
    }

    private static ApprovalVote says(String person, String proposal, boolean approves, boolean breakGlass) {
        return new ApprovalVote(
                ApprovalVote.id(proposal, person), proposal, person, approves, breakGlass, "seen", 3_600_000);
    }

    private static ApprovalVote approves(String person, String proposal) {
        return says(person, proposal, true, false);
    }

    private static TrafficOverride drain(boolean breakGlass) {
        return new TrafficOverride(
                "d", new Action.Drain(Site.of("west")), Optional.empty(), "ann", "works", false, breakGlass, 3_600_000);
    }

    private void westDies() {
        east.sees.vote("shop", "west", Votes.refused());
        witness.sees.vote("shop", "west", Votes.refused());
        east.run(5_000, witness);
    }

    private List<String> refused() {
        return steps().stream().filter(Step::refused).map(Step::text).toList();
    }

    private List<Step> steps() {
        return Optional.ofNullable(east.decision().records().get(ServiceName.of("shop")))
                .orElseThrow()
                .steps();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "failing", "path-down"})
    void notEvenALossMovesAProtectedServiceByItself(String condition) {
        switch (condition) {
            case "lost" -> westDies();
            case "failing" -> {
                west.sees.failing("shop", "w1");
                east.run(3_000, west, witness);
            }
            default -> {
                east.sees.vote("shop", "west", Votes.refused());
                witness.sees.vote("shop", "west", Votes.refused());
                east.run(3_000, west, witness);
            }
        }

        assertEquals(condition, east.condition("shop", "west").word());
        assertEquals(500, east.weight("shop", "west"));
        assertEquals(
                List.of("automation wanted to leave west: " + condition + ", refused by approval: 0 of 2 (" + LEAVE
                        + ")"),
                refused());
        assertTrue(east.decision().alarms().containsKey("approval-wanted:" + LEAVE));
        Proposal proposal = east.decision().proposals().getFirst();
        assertEquals(Map.of(Site.of("east"), 500, Site.of("west"), 500), proposal.from());
        assertEquals(Map.of(Site.of("east"), 1000, Site.of("west"), 0), proposal.to());
    }

    @Test
    void twoPeoplesConsentLetsALossMove() {
        westDies();
        east.votes(approves("ben", LEAVE)).run(500, witness);
        assertEquals(500, east.weight("shop", "west"), "one is not two");
        assertTrue(
                refused().getFirst().contains("1 of 2, ben approves"), refused().toString());

        east.votes(approves("ben", LEAVE), approves("cy", LEAVE)).run(500, witness);

        assertEquals(0, east.weight("shop", "west"));
        assertTrue(
                steps().stream()
                        .anyMatch(step -> step.text().equals("leaving west was approved by ben, cy (" + LEAVE + ")")),
                () -> steps().toString());
        assertEquals(List.of(), east.decision().proposals());
        assertFalse(east.decision().alarms().containsKey("approval-wanted:" + LEAVE));
    }

    @Test
    void aConsentThatRunsOutMovesNothingBack() {
        westDies();
        east.votes(approves("ben", LEAVE), approves("cy", LEAVE)).run(500, witness);

        east.votes().run(5_000, witness);
        assertEquals(0, east.weight("shop", "west"));

        east.from(EngineState.recovered(2, east.state().journaled())).run(5_000, witness);
        assertEquals(0, east.weight("shop", "west"), "nor does a restart");
    }

    @Test
    void aConsentToOneIncidentReleasesNoOther() {
        westDies();

        east.votes(approves("ben", "leave.shop.west.7"), approves("cy", "leave.shop.west.7"))
                .run(500, witness);

        assertEquals(500, east.weight("shop", "west"));
    }

    @Test
    void consentsThatExpireOneAfterAnotherNeverMakeTwo() {
        westDies();
        ApprovalVote brief = new ApprovalVote(ApprovalVote.id(LEAVE, "ben"), LEAVE, "ben", true, false, "seen", 2_000);
        east.votes(brief).run(2_500, witness);

        east.votes(brief, approves("cy", LEAVE)).run(500, witness);

        assertEquals(500, east.weight("shop", "west"));
        assertTrue(east.decision().ended().stream().anyMatch(key -> key.name().equals(brief.id())));
    }

    @Test
    void whatARejectionAStrangerOrTheProposerSaysIsNoConsent() {
        east.overrides(drain(false))
                .votes(
                        approves("ann", DRAIN),
                        approves("ben", DRAIN),
                        approves("eve", DRAIN),
                        says("cy", DRAIN, false, false))
                .run(500, west, witness);

        assertEquals(500, east.weight("shop", "west"));
        assertTrue(
                refused().getFirst().startsWith("ann wanted to drain west, refused by approval: 1 of 2"),
                refused().toString());
    }

    @Test
    @Rule("W6")
    void anOrderTakesEffectOnceItIsApproved() {
        east.overrides(drain(false)).run(500, west, witness);
        assertEquals(500, east.weight("shop", "west"));

        east.votes(approves("ben", DRAIN), approves("cy", DRAIN)).run(500, west, witness);

        assertEquals(0, east.weight("shop", "west"));
    }

    @Test
    void brokenGlassOpensAnOrderAtOnceAndIsRecorded() {
        east.overrides(drain(true)).run(500, west, witness);

        assertEquals(0, east.weight("shop", "west"));
        assertTrue(
                steps().stream().anyMatch(step -> step.text().startsWith("ann (break-glass) drains west")),
                () -> steps().toString());
    }

    @Test
    void brokenGlassOpensAProposalOfAutomation() {
        westDies();

        east.votes(says("eve", LEAVE, true, true)).run(500, witness);

        assertEquals(0, east.weight("shop", "west"));
        assertTrue(
                steps().stream().anyMatch(step -> step.text()
                        .equals("leaving west was broken open by eve: seen (" + LEAVE + ")")),
                () -> steps().toString());
    }

    @Test
    void aFractionMovesNothingOfAProtectedService() {
        west.sees.serving("shop", 0.5, "w1");
        east.run(1_000, west, witness);

        assertEquals(500, east.weight("shop", "west"));
        assertEquals(
                List.of("wanted to lower west, which offers 50 %, refused by approval: a fraction moves nothing of a"
                        + " protected service, a pin does"),
                refused());
    }

    @Test
    void whateverTheSignalsSayNothingMovesWithoutConsent() {
        Seeded.cases(40, random -> {
            World world = east();
            for (int turn = 0; turn < 30; turn++) {
                world.sees.vote("shop", "west", random.nextBoolean() ? Votes.served() : Votes.refused());
                witness.sees.vote("shop", "west", random.nextBoolean() ? Votes.served() : Votes.refused());
                if (random.nextInt(3) == 0) {
                    west.sees.failing("shop", "w1");
                } else {
                    west.sees.serving("shop", random.nextDouble(0.01, 1), "w1");
                }
                if (random.nextBoolean()) {
                    world.run(random.nextInt(1_000), west, witness);
                } else {
                    world.run(random.nextInt(4_000), witness);
                }
                assertEquals(500, world.weight("shop", "west"), () -> world.conclusion("shop", "west")
                        .toString());
            }
        });
    }

    @Test
    @Rule("W3")
    void ownCeilingStaysWhileNobodyConsentsAndFallsOnceTheyDo() {
        east.sees.failing("shop", "e1").load("shop", 1);
        west.incident("shop", "east", 1);
        east.run(2_000, west, witness);
        assertEquals(1, east.ceiling("shop").orElseThrow().share());
        assertEquals(500, east.weight("shop", "east"));

        east.votes(approves("ben", "leave.shop.east.1"), approves("cy", "leave.shop.east.1"))
                .run(500, west, witness);
        assertEquals(0, east.ceiling("shop").orElseThrow().share());
        assertEquals(0, east.weight("shop", "east"));

        east.sees.serving("shop", "e1");
        west.noIncident("shop", "east");
        east.run(90_000, west, witness);
        assertEquals(
                Ceiling.Phase.LATCHED, east.ceiling("shop").orElseThrow().phase(), "it returns when people let it");
    }

    @Test
    @Rule("W3")
    void anIncidentThatNobodyConsentedToLeavesNoTraceOnceItIsOver() {
        east.sees.failing("shop", "e1");
        west.incident("shop", "east", 1);
        east.run(2_000, west, witness);

        east.sees.serving("shop", "e1");
        east.run(1_000, west, witness);

        Ceiling ceiling = east.ceiling("shop").orElseThrow();
        assertEquals(1, ceiling.epoch(), "it is answered, so that nobody states it any more");
        assertEquals(1, ceiling.share());
        assertEquals(500, east.weight("shop", "east"));
    }
}
