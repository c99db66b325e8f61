package io.counterweight.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Spare capacity in mode nearest (rule W2), by decisions of east. Own clients ask for 60 of east (eu), 20 of north (whose region is not
 * known) and 100 of west (us); north can carry 70, west 120. Those of us go to west, then north, then east.
 */
@Rule("W2")
class NearestCapacityTest {
    private static final ServiceName SHOP = ServiceName.of("shop");

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a");

    private static Policy policy(double inEast) {
        return Policies.nearest("shop")
                .in("east", 2, "e1")
                .in("north", 1, "n1")
                .in("west", 3, "w1")
                .capacity("east", inEast)
                .capacity("north", 70)
                .capacity("west", 120)
                .region("eu", "east", "north")
                .region("us", "west")
                .build();
    }

    private World world(double inEast) {
        World east = World.of("east/a", Topologies.of("east", "north", "west").alone(), policy(inEast));
        east.sees
                .serving("shop", "e1")
                .load("shop", 60)
                .vote("shop", "north", Votes.served())
                .vote("shop", "west", Votes.served());
        north.sees
                .serving("shop", "n1")
                .load("shop", 20)
                .vote("shop", "east", Votes.served())
                .vote("shop", "west", Votes.served());
        west.sees
                .serving("shop", "w1")
                .load("shop", 100)
                .vote("shop", "east", Votes.served())
                .vote("shop", "north", Votes.served());
        north.ceiling("shop", Ceiling.open());
        west.ceiling("shop", Ceiling.open());
        east.calm(north, west);
        return east;
    }

    private World westFails(double inEast) {
        World east = world(inEast);
        west.sees.failing("shop", "w1").load("shop", 0);
        east.run(500, north, west);
        return east;
    }

    private static Landing landing(World east) {
        return east.decision().records().get(SHOP).landing();
    }

    @Test
    @Rule("W1")
    void inCalmNothingBinds() {
        World east = world(10);

        assertEquals(Map.of("west", 1000), east.weights("shop", "us"));
        assertEquals(Landing.none(), landing(east));
    }

    @Test
    void whatIsDisplacedFillsWhatOwnClientsLeaveFreeInTheRegionsOrder() {
        World east = westFails(200);

        assertEquals(Map.of("north", 500, "east", 500), east.weights("shop", "us"), "50 of 100 fit into north");
        assertEquals(Map.of("east", 1000), east.weights("shop", "eu"), "an incident elsewhere moves nobody");
        assertEquals(1000, east.weight("shop", "north"), "clients of no known region");
        assertEquals(180, landing(east).demand());
        assertEquals(
                Map.of(Site.of("east"), 110.0, Site.of("north"), 70.0, Site.of("west"), 0.0),
                landing(east).loads());
        assertFalse(east.decision().alarms().containsKey("overloaded:shop@north"));
        assertTrue(
                east.decision().records().get(SHOP).steps().stream().anyMatch(step -> step.text()
                        .equals("clients of us: north has room for 50: 50 of the 100 that cannot stay where they "
                                + "belong would be too much for it")),
                () -> east.decision().records().get(SHOP).steps().toString());
    }

    @Test
    @Rule("W4")
    void whatFitsNowhereOverloadsInProportionToWhatWasFree() {
        World east = westFails(100);

        assertEquals(Map.of("north", 556, "east", 444), east.weights("shop", "us"), "50 and 40 fit; 10 more");
        assertTrue(east.decision().alarms().containsKey("overloaded:shop@north"));
        assertTrue(east.decision().alarms().containsKey("overloaded:shop@east"));
    }

    @Test
    void whatAPersonDrainsKeepsWhatFitsNowhere() {
        World east = world(100);
        east.overrides(new TrafficOverride(
                "d1",
                new Action.Drain(Site.of("west")),
                Optional.of(SHOP),
                "alice",
                "a switch",
                false,
                false,
                3_600_000));
        east.run(500, north, west);

        assertEquals(Map.of("north", 500, "east", 400, "west", 100), east.weights("shop", "us"));
    }

    @Test
    void whoHearsMoreTakesTheHighest() {
        World east = westFails(200);

        north.home("shop", "west", 125);
        east.run(500, north, west);

        assertEquals(Map.of("north", 400, "east", 600), east.weights("shop", "us"), "50 of 125");
    }

    @Test
    @Rule("G11")
    void aRestartGoesOnWithWhatWasFrozen() {
        World east = westFails(200);
        assertEquals(100, east.state().journaled().homes().get(new Placement(SHOP, Site.of("west"))));

        World again = World.of("east/a", Topologies.of("east", "north", "west").alone(), policy(200))
                .from(EngineState.recovered(2, east.state().journaled()));
        again.sees
                .serving("shop", "e1")
                .load("shop", 110)
                .vote("shop", "north", Votes.served())
                .vote("shop", "west", Votes.served());
        again.run(1_000, north, west);

        assertEquals(Map.of("north", 500, "east", 500), again.weights("shop", "us"));
    }
}
