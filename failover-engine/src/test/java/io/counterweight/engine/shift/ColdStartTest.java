package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/** How a restarted controller reads the ceiling of a datacenter that was drained before, with nobody left who could say more. */
class ColdStartTest {

    private final Speaker west = Speaker.of("west/a");
    private final Speaker witness = Speaker.of("witness/a");

    private static World east() {
        return World.of(
                "east/a",
                Topologies.of("east", "west").and("witness"),
                Policies.weighted("shop")
                        .in("east", 100, "e1")
                        .in("west", 100, "w1")
                        .build());
    }

    @Rule({"E9", "G11"})
    @Test
    void theJournalsPlanStandsInWhereNobodySaysWhatIsSentThere() {
        World before = east();
        see(before);
        west.sees.serving("shop", "w1");
        west.ceiling("shop", Ceiling.open());
        witness.sees.vote("shop", "west", Votes.served());
        before.calm(west, witness);
        before.sees.vote("shop", "west", Votes.unreachable());
        witness.sees.vote("shop", "west", Votes.unreachable());
        before.run(5_000, witness);
        assertEquals(0, before.weight("shop", "west"));

        World after = east().from(EngineState.recovered(2, before.state().journaled()));
        see(after);
        after.sees.vote("shop", "west", Votes.unreachable());
        after.hears(west.again(), witness.again());

        for (int turn = 0; turn < 20; turn++) {
            after.run(World.STEP_MILLIS);
            assertEquals("hold", after.condition("shop", "west").word(), "two of three sites are silent");
            assertEquals(0, after.weight("shop", "west"), "turn " + turn);
        }
    }

    private static void see(World east) {
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
    }
}
