package io.counterweight.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.Alarm;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Spare capacity (rule W2): three datacenters, of which each carries its third of what clients ask for. */
@Rule("W2")
class HeadroomTest {
    private static final ServiceName SHOP = ServiceName.of("shop");

    private final Speaker north = Speaker.of("north/a");
    private final Speaker west = Speaker.of("west/a");
    private World east = world(Policies.weighted("shop"), 100, 100, 100);

    private World world(Policies policies, double inEast, double inNorth, double inWest) {
        Policy policy = policies.in("east", 1, "e1")
                .in("north", 1, "n1")
                .in("west", 1, "w1", "w2")
                .capacity("east", inEast)
                .capacity("north", inNorth)
                .capacity("west", inWest)
                .build();
        World world = World.of("east/a", Topologies.of("east", "north", "west").alone(), policy);
        world.sees.serving("shop", "e1").vote("shop", "north", Votes.served()).vote("shop", "west", Votes.served());
        north.sees.serving("shop", "n1").vote("shop", "east", Votes.served()).vote("shop", "west", Votes.served());
        west.sees
                .serving("shop", "w1", "w2")
                .vote("shop", "east", Votes.served())
                .vote("shop", "north", Votes.served());
        north.ceiling("shop", Ceiling.open());
        west.ceiling("shop", Ceiling.open());
        carries(world, 60, 60, 60);
        return world;
    }

    private void carries(World world, double inEast, double inNorth, double inWest) {
        world.sees.load("shop", inEast);
        north.sees.load("shop", inNorth);
        west.sees.load("shop", inWest);
    }

    private void calm() {
        east.calm(north, west);
    }

    private static TrafficOverride drain(boolean hard, boolean breakGlass) {
        return new TrafficOverride(
                "d1",
                new TrafficOverride.Action.Drain(Site.of("west")),
                Optional.of(SHOP),
                "alice",
                "switch replaced",
                hard,
                breakGlass,
                3_600_000);
    }

    private boolean says(String words) {
        return east.decision().records().get(SHOP).steps().stream()
                .anyMatch(step -> step.rule().equals("W2") && step.text().contains(words));
    }

    private Optional<Alarm> overloaded(String site) {
        return Optional.ofNullable(east.decision().alarms().get("overloaded:shop@" + site));
    }

    @Test
    void whatADatacenterLeavesGoesWhereThereIsRoom() {
        east = world(Policies.weighted("shop"), 70, 200, 100);
        calm();
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);

        assertEquals(Map.of("east", 389, "north", 611, "west", 0), east.weights("shop"), "70 and 110 of 180");
        assertTrue(says("east can carry 70: 20 of the 180 that clients ask for would be too much for it"));
        assertTrue(says("north takes 20 of the 180 that clients ask for, for which others lack room"));
        assertTrue(overloaded("east").isEmpty());
    }

    @Test
    void nothingChangesWhereEverythingFits() {
        calm();
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);

        assertEquals(Map.of("east", 500, "north", 500, "west", 0), east.weights("shop"));
        assertFalse(says(""), "nothing is said where nothing binds");
        Landing landing = east.decision().records().get(SHOP).landing();
        assertEquals(180, landing.demand());
        assertEquals(90.0, landing.loads().get(Site.of("east")));
    }

    @Test
    @Rule("W4")
    void lossIgnoresHeadroomAndTheRestIsFilledInProportion() {
        east = world(Policies.weighted("shop"), 50, 100, 100);
        calm();
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);

        assertEquals(0, east.weight("shop", "west"));
        assertEquals(
                Map.of("east", 370, "north", 630, "west", 0),
                east.weights("shop"),
                "60 of east are by policy, which nobody unloads; 20 more are too much for both, as 1 to 2");
        assertEquals(
                "its weight sends it 113 of the 180 that clients ask for, and it can carry 100: 13.4 too many",
                overloaded("north").orElseThrow().reason());
    }

    @Test
    void ofADrainStaysWhatFitsNowhereElse() {
        east = world(Policies.weighted("shop"), 80, 70, 100);
        calm();
        east.overrides(drain(false, false)).run(250, north, west);

        assertEquals(Map.of("east", 444, "north", 389, "west", 167), east.weights("shop"), "80, 70 and 30 of 180");
        assertTrue(says("wanted to drain west, refused by headroom: 30 of the 180 that clients ask for fit nowhere"));
        assertTrue(east.decision().alarms().containsKey("refused:shop"));
        assertTrue(overloaded("west").isEmpty());
    }

    @Test
    void whatStaysInADrainIsNotDrainedByItsOwnLoadThatDrifts() {
        east = world(Policies.weighted("shop"), 80, 70, 100);
        World drained = World.of(
                "west/a",
                Topologies.of("east", "north", "west").alone(),
                east.inputs().intents().policies().get(SHOP));
        drained.sees
                .serving("shop", "w1", "w2")
                .load("shop", 60)
                .vote("shop", "east", Votes.served())
                .vote("shop", "north", Votes.served());
        Speaker inEast = Speaker.of("east/a");
        inEast.sees
                .serving("shop", "e1")
                .load("shop", 60)
                .vote("shop", "north", Votes.served())
                .vote("shop", "west", Votes.served());
        inEast.ceiling("shop", Ceiling.open());
        drained.calm(inEast, north).overrides(drain(false, false)).run(1_000, inEast, north);
        for (double load : new double[] {30, 22, 35, 18, 30}) {
            drained.sees.load("shop", load);
            drained.run(3_000, inEast, north);
        }

        assertEquals(167, drained.weight("shop", "west"));
    }

    @Test
    @Rule("W6")
    void aHardDrainAndABrokenGlassLeaveWhateverHeadroomSays() {
        for (TrafficOverride insists : List.of(drain(true, false), drain(false, true))) {
            east = world(Policies.weighted("shop"), 80, 70, 100);
            calm();
            east.overrides(insists).run(250, north, west);

            assertEquals(0, east.weight("shop", "west"));
            assertEquals(Map.of("east", 533, "north", 467, "west", 0), east.weights("shop"), "as 80 to 70");
            assertTrue(overloaded("east").isPresent() && overloaded("north").isPresent());
        }
    }

    @Test
    void byPriorityTheNextInOrderTakesWhatTheFirstCannotCarry() {
        east = world(Policies.priority("shop"), 100, 150, 200);
        carries(east, 0, 0, 180);
        Policy policy = Policies.priority("shop")
                .in("east", 2, "e1")
                .in("north", 3, "n1")
                .in("west", 1, "w1", "w2")
                .capacity("east", 100)
                .capacity("north", 150)
                .capacity("west", 200)
                .build();
        east.policy(policy);
        calm();
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);

        assertEquals(Map.of("east", 556, "north", 444, "west", 0), east.weights("shop"), "100 and 80 of 180");
    }

    @Test
    void aPinAboveCapacityIsFollowedAndAlarms() {
        calm();
        east.overrides(new TrafficOverride(
                        "p1",
                        new TrafficOverride.Action.Pin(new TreeMap<>(
                                Map.of(Site.of("east"), 800, Site.of("north"), 100, Site.of("west"), 100))),
                        Optional.of(SHOP),
                        "alice",
                        "load test",
                        false,
                        false,
                        3_600_000))
                .run(250, north, west);

        assertEquals(800, east.weight("shop", "east"));
        assertEquals(
                "its weight sends it 144 of the 180 that clients ask for, and it can carry 100: 44 too many",
                overloaded("east").orElseThrow().reason());
    }

    @Test
    void inCalmNoLoadMovesAnythingButWhoCarriesTooMuchIsNamed() {
        calm();
        carries(east, 130, 60, 60);
        east.run(1_000, north, west);
        assertEquals(Map.of("east", 334, "north", 333, "west", 333), east.weights("shop"));
        assertEquals(
                "it carries 130, and can carry 100",
                overloaded("east").orElseThrow().reason());

        carries(east, 95, 60, 60);
        east.run(1_000, north, west);
        assertTrue(overloaded("east").isPresent(), "it must not come and go with each request");

        carries(east, 80, 60, 60);
        east.run(1_000, north, west);
        assertTrue(overloaded("east").isEmpty());
    }

    @Test
    @Rule("W1")
    void demandIsFrozenAtTheIncident() {
        east = world(Policies.weighted("shop"), 70, 200, 100);
        calm();
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);
        Map<String, Integer> atFirst = east.weights("shop");
        for (double drift : new double[] {40, 200, 5, 90}) {
            carries(east, drift, 2 * drift, 0);
            east.run(2_000, north, west);
            assertEquals(atFirst, east.weights("shop"));
        }
    }

    @Test
    @Rule("W1")
    void demandIsForgottenInCalmOnceNothingIsOpen() {
        calm();
        east.overrides(drain(false, false)).run(1_000, north, west);
        assertEquals(OptionalDouble.of(180), east.decision().report().of(SHOP).demand());

        east.overrides();
        west.ceiling("shop", new Ceiling(1, 1, Ceiling.Phase.OPEN, 0, 1));
        east.run(1_000, north, west);
        assertEquals(OptionalDouble.empty(), east.decision().report().of(SHOP).demand());
        assertTrue(east.state().demands().frozen().isEmpty());
    }

    @Test
    @Rule("W1")
    void staleLoadAtLoss() {
        Policies policies = Policies.weighted("shop");
        east = world(policies, 100, 100, 90);
        calm();
        west.sees
                .nothing("shop")
                .serving("shop", "w1", "w2")
                .vote("shop", "east", Votes.served())
                .vote("shop", "north", Votes.served());
        east.run(31_000, north, west);
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);

        assertEquals(
                210,
                east.decision().records().get(SHOP).landing().demand(),
                "60 and 60 are known, and west can carry 90");
    }

    @Test
    void whatStoodInForALoadIsForgottenOnceItIsMeasured() {
        east = world(Policies.weighted("shop"), 100, 100, 90);
        west.sees
                .nothing("shop")
                .serving("shop", "w1", "w2")
                .vote("shop", "east", Votes.served())
                .vote("shop", "north", Votes.served());
        calm();
        east.run(2_000, north, west);
        west.sees.load("shop", 60);
        east.run(1_000, north, west);
        west.sees.failing("shop", "w1", "w2");
        east.run(250, north, west);

        assertEquals(180, east.decision().records().get(SHOP).landing().demand());
    }

    @Test
    void theHighestThatAnybodyFrozeIsReadByAllAndSurvivesItsWriter() {
        calm();
        west.sees.failing("shop", "w1", "w2");
        north.demand("shop", 190);
        east.run(500, north, west);
        assertEquals(190, east.decision().records().get(SHOP).landing().demand());

        east.run(5_000, west);
        assertEquals(190, east.decision().records().get(SHOP).landing().demand());
    }

    @Test
    void whatWasFrozenIsGoneOnFromAfterARestart() {
        calm();
        west.sees.failing("shop", "w1", "w2");
        east.run(500, north, west);
        EngineState restarted = EngineState.recovered(2, east.state().journaled());
        carries(east, 20, 20, 0);
        east.from(restarted).run(1_000, north, west);

        assertEquals(180, east.decision().records().get(SHOP).landing().demand());
    }

    @Test
    void ofWhatOffersLessStaysWhatFitsNowhereElse() {
        east = world(Policies.weighted("shop"), 75, 75, 100);
        calm();
        west.sees.failing("shop", "w1");
        east.run(250, north, west);

        assertEquals(
                Map.of("east", 417, "north", 417, "west", 166),
                east.weights("shop"),
                "75 and 75 of 180; west, at half, gets its 30, and could carry 50");
    }

    @Test
    void pushedLoadsAddUp() {
        calm();
        west.sees
                .nothing("shop")
                .serving("shop", "w1", "w2")
                .vote("shop", "east", Votes.served())
                .vote("shop", "north", Votes.served())
                .carries("shop", "w1", 25)
                .carries("shop", "w2", 85);
        east.run(1_000, north, west);

        assertEquals(
                "it carries 110, and can carry 100",
                overloaded("west").orElseThrow().reason());
    }
}
