package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/** What a reader makes of a ceiling whose datacenter has not heard yet of the incident that the reader knows. */
class UnacknowledgedIncidentTest {

    private final Speaker west = Speaker.of("west/a");
    private final Speaker witness = Speaker.of("witness/a");
    private final World east = World.of(
            "east/a",
            Topologies.of("east", "west").and("witness"),
            Policies.weighted("shop")
                    .in("east", 100, "e1")
                    .in("west", 100, "w1")
                    .build());

    @Rule("W3")
    @Test
    void whatADatacenterAnswersAfterARestartDoesNotRaiseTheOthersWeights() {
        westServes();
        east.calm(west, witness);
        assertEquals(500, east.weight("shop", "west"));

        witness.sees.vote("shop", "west", Votes.unreachable());
        east.sees.vote("shop", "west", Votes.unreachable());
        east.applies("shop", "east", 1000).applies("shop", "west", 0);
        east.run(5_000, witness);
        assertEquals(0, east.weight("shop", "west"));

        westServes();
        west.restarts(2)
                .ceiling("shop", Ceiling.open())
                .applied("shop", "east", 500)
                .applied("shop", "west", 500);
        for (int turn = 0; turn < 12; turn++) {
            east.run(World.STEP_MILLIS, west, witness);
            assertEquals(0, east.weight("shop", "west"), "turn " + turn);
            east.applies("shop", "east", east.weight("shop", "east"))
                    .applies("shop", "west", east.weight("shop", "west"));
        }

        west.ceiling("shop", new Ceiling(1, 0.5, Ceiling.Phase.SOAKING, 4_000, 0));
        east.run(World.STEP_MILLIS, west, witness);
        assertEquals(250, east.weight("shop", "west"), "its own answer to the incident");
    }

    private void westServes() {
        west.sees.serving("shop", "w1");
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        witness.sees.vote("shop", "west", Votes.served()).vote("shop", "east", Votes.served());
    }
}
