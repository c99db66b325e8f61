package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/** An incident that lasts longer than the observer that opened it. */
class LastingIncidentTest {

    private static final Placement WEST = new Placement(ServiceName.of("shop"), Site.of("west"));

    private final Speaker west = Speaker.of("west/a");
    private final Speaker witness = Speaker.of("witness/a");
    private World east = observer();

    @Rule({"W3", "G11"})
    @Test
    void anObserversRestartRaisesNoOtherEpochWhileTheConclusionLasts() {
        westFails();
        east.calm(west, witness);
        assertEquals(1, east.state().incidents().open().get(WEST));
        west.ceiling("shop", new Ceiling(1, 0, Phase.WAITING, 0, 1));
        east.calm(west, witness);

        for (long life = 2; life < 5; life++) {
            restart(life);
            east.started(false).calm(west, witness);
            east.started(true).calm(west, witness);
            assertEquals(1, east.state().incidents().open().get(WEST), "life " + life);
            assertEquals(1, east.state().incidents().known(WEST), "life " + life);
        }

        west.sees.serving("shop", "w1");
        witness.sees.vote("shop", "west", Votes.served());
        east.sees.vote("shop", "west", Votes.served());
        east.calm(west, witness);
        assertTrue(east.state().incidents().open().isEmpty());
        west.sees.failing("shop", "w1");
        east.calm(west, witness);
        assertEquals(2, east.state().incidents().open().get(WEST), "what turned good and bad again is another");
    }

    private void westFails() {
        witness.sees.vote("shop", "west", Votes.refused()).vote("shop", "east", Votes.served());
        west.sees.failing("shop", "w1");
        sight();
    }

    private void restart(long life) {
        EngineState.Journaled journaled = east.state().journaled();
        east = observer().from(EngineState.recovered(life, journaled));
        sight();
    }

    private void sight() {
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.refused());
    }

    private static World observer() {
        return World.of(
                "east/a",
                Topologies.of("east", "west").and("witness"),
                Policies.weighted("shop")
                        .in("east", 100, "e1")
                        .in("west", 100, "w1")
                        .build());
    }
}
