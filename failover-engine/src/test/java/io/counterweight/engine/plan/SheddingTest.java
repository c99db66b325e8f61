package io.counterweight.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.Alarm;
import io.counterweight.engine.fact.Ceiling;
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
import org.junit.jupiter.api.Test;

/** Clients that nobody has room for are turned away where the policy lets them (rule W2): 180 are asked for, 70 fit into each. */
@Rule("W2")
class SheddingTest {
    private static final ServiceName SHOP = ServiceName.of("shop");

    private final Speaker north = Speaker.of("north/a");
    private final Speaker west = Speaker.of("west/a");

    private World world(Policies policies) {
        World east = World.of(
                "east/a",
                Topologies.of("east", "north", "west").alone(),
                policies.in("east", 1, "e1")
                        .in("north", 1, "n1")
                        .in("west", 1, "w1")
                        .capacity("east", 70)
                        .capacity("north", 70)
                        .capacity("west", 70)
                        .build());
        east.sees.serving("shop", "e1").vote("shop", "north", Votes.served()).vote("shop", "west", Votes.served());
        north.sees.serving("shop", "n1").vote("shop", "east", Votes.served()).vote("shop", "west", Votes.served());
        west.sees.serving("shop", "w1").vote("shop", "east", Votes.served()).vote("shop", "north", Votes.served());
        north.ceiling("shop", Ceiling.open());
        west.ceiling("shop", Ceiling.open());
        carry(east, 60);
        west.sees.load("shop", 60);
        east.calm(north, west);
        return east;
    }

    /** East and north carry as much each. */
    private void carry(World east, double load) {
        east.sees.load("shop", load);
        north.sees.load("shop", load);
    }

    private World lost(Policies policies) {
        World east = world(policies);
        west.sees.failing("shop", "w1").load("shop", 0);
        east.run(500, north, west);
        return east;
    }

    private int shed(World east) {
        return east.decision().plan().service(SHOP).orElseThrow().shed().parts();
    }

    private Optional<Alarm> alarm(World east, String name) {
        return Optional.ofNullable(east.decision().alarms().get(name));
    }

    @Test
    void nobodyIsTurnedAwayBeforeThoseThatServeMeasureThatTheyAreFull() {
        World east = lost(Policies.weighted("shop").sheddable(0.5));

        east.run(5_000, north, west);

        assertEquals(0, shed(east));
        assertTrue(alarm(east, "overloaded:shop@north").isPresent());
    }

    @Test
    void whatFitsNowhereIsTurnedAwayAndTheRecordSaysHowMuchAndWhy() {
        World east = lost(Policies.weighted("shop").sheddable(0.5));
        carry(east, 70);
        east.run(250, north, west);

        assertEquals(222, shed(east), "40 of 180");
        assertEquals(
                List.of("192.0.2.250"),
                east.decision().plan().service(SHOP).orElseThrow().shed().addresses());
        assertEquals(Map.of("east", 500, "north", 500, "west", 0), east.weights("shop"), "of those that are served");
        assertEquals(
                "40 of the 180 that clients ask for are turned away: nobody has room for them",
                alarm(east, "shedding:shop").orElseThrow().reason());
        assertTrue(east.decision().records().get(SHOP).steps().stream()
                .anyMatch(step -> step.rule().equals("W2")
                        && step.text().startsWith("40 of the 180 that clients ask for are shed")));
        Landing landing = east.decision().records().get(SHOP).landing();
        assertEquals(70, landing.loads().get(Site.of("east")), 0.1);
        assertEquals(40, landing.shed(), 0.1);
        assertEquals(Map.of(), landing.over(), "the others are sent no more than they can carry");
    }

    @Test
    void noMoreIsTurnedAwayThanThePolicyLets() {
        World east = lost(Policies.weighted("shop").sheddable(0.1));
        carry(east, 90);
        east.run(250, north, west);

        assertEquals(100, shed(east));
        assertTrue(alarm(east, "overloaded:shop@north").isPresent());
    }

    @Test
    void withoutThePolicysWordNobodyIsTurnedAway() {
        World east = lost(Policies.weighted("shop"));
        carry(east, 90);
        east.run(250, north, west);

        assertEquals(0, shed(east));
        assertTrue(alarm(east, "overloaded:shop@north").isPresent());
    }

    @Test
    void itEndsOnceAllThatIsAskedForFitsWithRoomToSpareAndDoesNotComeAndGo() {
        World east = lost(Policies.weighted("shop").sheddable(0.5));
        carry(east, 70);
        east.run(250, north, west);

        carry(east, 55);
        east.run(2_000, north, west);
        assertEquals(222, shed(east), "141 are asked for still");
        carry(east, 45);
        east.run(500, north, west);
        assertEquals(0, shed(east), "116 are asked for, and 140 fit");
        carry(east, 58);
        east.run(2_000, north, west);
        assertEquals(0, shed(east), "all of them are back, and it is not full");
        assertFalse(alarm(east, "shedding:shop").isPresent());
    }

    @Test
    @Rule("W1")
    void whoHearsAnotherTurningAwayDoesSoAlike() {
        World east = lost(Policies.weighted("shop").sheddable(0.5));
        carry(east, 60);
        east.run(1_000, north, west);
        assertEquals(0, shed(east));

        north.sheds("shop", 222);
        east.run(250, north, west);

        assertEquals(222, shed(east));
    }

    @Test
    void whereNobodyMeasuresNobodyIsTurnedAway() {
        World east = lost(Policies.weighted("shop").sheddable(0.5));
        carry(east, 70);
        east.run(250, north, west);
        assertEquals(222, shed(east));

        north.sees.nothing("shop").serving("shop", "n1").vote("shop", "east", Votes.served());
        east.run(250, north, west);

        assertEquals(0, shed(east));
    }

    @Test
    void whatAPersonDrainsKeepsWhatFitsNowhereAndNobodyIsTurnedAway() {
        World east = world(Policies.weighted("shop").sheddable(0.5));
        east.overrides(new TrafficOverride(
                "d1",
                new TrafficOverride.Action.Drain(Site.of("west")),
                Optional.of(SHOP),
                "alice",
                "switch replaced",
                false,
                false,
                3_600_000));
        carry(east, 70);
        east.run(1_000, north, west);

        assertEquals(0, shed(east));
        assertEquals(222, east.weight("shop", "west"), "40 of 180 stay");
    }
}
