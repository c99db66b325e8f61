package io.counterweight.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Mode nearest (rule W1), through whole decisions of east. Clients of eu belong to east, then north; those of us to west; those of
 * nowhere, and whoever is not named, go by priority: north, east, west.
 */
@Rule("W1")
class NearestTest {

    private static final ServiceName SHOP = ServiceName.of("shop");

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a");
    private final Speaker witness = Speaker.of("witness/a").hearing(west, north);

    private World east(Safety safety) {
        World east = World.of(
                "east/a",
                Topologies.of("east", "north", "west").and("witness"),
                Policies.nearest("shop")
                        .in("east", 2, "e1")
                        .in("north", 1, "n1")
                        .in("west", 3, "w1", "w2", "w3", "w4")
                        .region("eu", "east", "north")
                        .region("us", "west")
                        .safety(safety)
                        .build());
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served()).vote("shop", "north", Votes.served());
        west.sees.serving("shop", "w1", "w2", "w3", "w4").vote("shop", "east", Votes.served());
        north.sees.serving("shop", "n1").vote("shop", "east", Votes.served()).vote("shop", "west", Votes.served());
        witness.sees.vote("shop", "west", Votes.served()).vote("shop", "north", Votes.served());
        west.ceiling("shop", Ceiling.open());
        north.ceiling("shop", Ceiling.open());
        east.calm(west, north, witness);
        return east;
    }

    private World east() {
        return east(Safety.defaults());
    }

    private void westDies(World east) {
        east.sees.vote("shop", "west", Votes.refused());
        north.sees.vote("shop", "west", Votes.refused());
        witness.sees.vote("shop", "west", Votes.refused());
        north.hearing(west);
        east.run(5_000, north, witness);
    }

    private static void assertRegions(World east, Map<String, Integer> eu, Map<String, Integer> us) {
        assertEquals(eu, east.weights("shop", "eu"), "eu");
        assertEquals(us, east.weights("shop", "us"), "us");
    }

    @Test
    void eachRegionIsSentToTheFirstOfItsOrder() {
        World east = east();

        assertRegions(east, Map.of("east", 1000), Map.of("west", 1000));
        assertEquals(Map.of("east", 0, "north", 1000, "west", 0), east.weights("shop"), "clients of no known region");
    }

    @Test
    void theLostLeaveEachRegionToTheNextOfItsOrder() {
        World east = east();

        westDies(east);

        assertEquals("lost", east.condition("shop", "west").word());
        assertRegions(east, Map.of("east", 1000), Map.of("north", 1000));
    }

    @Test
    @Rule("W3")
    void aCeilingBoundsThePartOfEachRegionAndTheRestGoesToTheNext() {
        World east = east();

        west.ceiling("shop", new Ceiling(0, 0.25, Ceiling.Phase.SOAKING, 40_000, 0));
        east.run(1_000, west, north, witness);

        assertRegions(east, Map.of("east", 1000), Map.of("north", 750, "west", 250));
    }

    @Test
    void aDegradedDatacenterKeepsItsFractionOfEachRegion() {
        World east = east();

        west.sees.serving("shop", "w1", "w2", "w3").failing("shop", "w4");
        east.run(1_000, west, north, witness);

        assertRegions(east, Map.of("east", 1000), Map.of("north", 250, "west", 750));
    }

    @Test
    @Rule("W6")
    void aDrainEmptiesADatacenterInEveryRegion() {
        World east = east();

        east.overrides(order(new Action.Drain(Site.of("north"))), order(new Action.Drain(Site.of("west"))))
                .run(500, west, north, witness);

        assertRegions(east, Map.of("east", 1000), Map.of("east", 1000));
        assertEquals(1000, east.weight("shop", "east"));
    }

    @Test
    @Rule("W6")
    void aPinIsAPinForEveryRegion() {
        World east = east();

        east.overrides(order(new Action.Pin(weights(400, 600, 0)))).run(500, west, north, witness);

        assertRegions(east, Map.of("east", 400, "north", 600), Map.of("east", 400, "north", 600));
    }

    @Test
    @Rule("W6")
    void aHoldKeepsTheWeightsOfEachRegion() {
        World east = east();
        SortedMap<Region, SortedMap<Site, Integer>> regional =
                new TreeMap<>(Map.of(Region.of("eu"), weights(700, 300, 0)));
        Action hold = new Action.Hold(
                new TreeMap<>(Map.of(SHOP, weights(0, 900, 100))), new TreeMap<>(Map.of(SHOP, regional)));

        east.overrides(order(hold)).run(500, west, north, witness);

        assertRegions(
                east,
                Map.of("east", 700, "north", 300),
                Map.of("north", 900, "west", 100)); // us is younger than the hold
        assertEquals(900, east.weight("shop", "north"));
    }

    @Test
    @Rule({"W4", "E8"})
    void withNothingLeftEachRegionGetsTheFirstOfTheBestClass() {
        World east = east();

        east.sees.failing("shop", "e1");
        west.sees.failing("shop", "w1", "w2", "w3", "w4");
        north.sees.failing("shop", "n1");
        east.run(1_000, west, north, witness);

        assertTrue(east.decision().alarms().containsKey("fail-open:shop"));
        assertRegions(east, Map.of("east", 1000), Map.of("west", 1000));
        assertEquals(1000, east.weight("shop", "north"));
    }

    @Test
    @Rule("W4")
    void minServingBindsInEveryRegion() {
        World east = east(new Safety(3, 1, 4, Duration.ofMinutes(10)));

        west.sees.serving("shop", 0.0001, "w1", "w2", "w3", "w4");
        east.run(1_000, west, north, witness);

        assertRegions(east, Map.of("east", 1000), Map.of("north", 999, "west", 1));
        assertEquals(
                List.of("clients of us: wanted to leave west without a weight, refused by min-serving: "
                        + "3 that serve must keep one"),
                record(east).steps().stream()
                        .filter(Step::refused)
                        .map(Step::text)
                        .toList());
    }

    @Test
    @Rule("W7")
    void theRecordTellsWhatEachRegionGetsAndWhatItGotBefore() {
        World east = east();

        westDies(east);

        assertTrue(
                record(east).steps().contains(new Step("W1", "clients of us get north 1000", false)),
                () -> record(east).steps().toString());
        DecisionRecord.Change us =
                Optional.ofNullable(record(east).regions().get(Region.of("us"))).orElseThrow();
        assertEquals(weights(0, 1000, 0), us.after());
    }

    @Test
    @Rule("W3")
    void aDatacenterCarriesTheLargestPartThatItHasOfAnyRegion() {
        ServicePlan plan = east().decision().plan().service(SHOP).orElseThrow();

        assertEquals(weights(1000, 1000, 1000), plan.peaks());
    }

    @Test
    void weightsOfARegionThatDoNotAddUpAreNoPlan() {
        ServicePlan plan = east().decision().plan().service(SHOP).orElseThrow();

        assertThrows(IllegalArgumentException.class, () -> with(plan, weights(500, 400, 0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> with(plan, new TreeMap<>(Map.of(Site.of("south"), 1000))),
                "nobody knows an address of south");
    }

    private static ServicePlan with(ServicePlan plan, SortedMap<Site, Integer> eu) {
        return new ServicePlan(
                plan.service(),
                plan.hosts(),
                plan.shares(),
                plan.ttl(),
                plan.choice(),
                plan.least(),
                new TreeMap<>(Map.of(Region.of("eu"), eu)),
                plan.exclusive(),
                Optional.empty());
    }

    @Test
    void whoIsNotNamedFollowsByPriority() {
        Nearest nearest =
                new Nearest(new TreeMap<>(Map.of(Region.of("eu"), List.of(Site.of("east"), Site.of("west")))));

        assertEquals(1, nearest.place(Region.of("eu"), Site.of("east"), 9));
        assertEquals(2, nearest.place(Region.of("eu"), Site.of("west"), 1));
        assertEquals(5, nearest.place(Region.of("eu"), Site.of("north"), 3));
        assertEquals(3, nearest.place(Region.of("us"), Site.of("north"), 3));
    }

    private static SortedMap<Site, Integer> weights(int east, int north, int west) {
        return new TreeMap<>(Map.of(Site.of("east"), east, Site.of("north"), north, Site.of("west"), west));
    }

    private static TrafficOverride order(Action action) {
        return new TrafficOverride(
                action.toString(), action, Optional.empty(), "ann", "works", false, false, 3_600_000);
    }

    private static DecisionRecord record(World east) {
        return Optional.ofNullable(east.decision().records().get(SHOP)).orElseThrow();
    }
}
