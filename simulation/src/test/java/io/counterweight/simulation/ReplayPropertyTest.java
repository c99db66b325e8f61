package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.Decision;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Position;
import io.counterweight.engine.replay.Turn;
import io.counterweight.rules.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What was recorded of worlds in which everything breaks is decided again, to the last bit: the plan, the report, the reasons and all
 * that is remembered. {@code -Dworlds=...} plays more of them, {@code -Dseed=...} begins elsewhere.
 */
class ReplayPropertyTest {
    private static final int WORLDS = Integer.getInteger("worlds", 4);
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final long LENGTH_MILLIS = 1_200_000;

    /** Decides everything again, beside the controllers. */
    private static final class Again implements Recorder {
        private final long seed;
        private final Map<Life, Opening> openings = new HashMap<>();
        private final Map<Life, Position> positions = new HashMap<>();
        private long turns;
        private long stalls;

        Again(long seed) {
            this.seed = seed;
        }

        @Override
        public void began(Opening opening) {
            assertEquals(null, openings.put(opening.life(), opening), () -> "two lives are one in seed " + seed);
            positions.put(opening.life(), opening.position());
        }

        @Override
        public void turned(Life life, Turn turn, Decision decision) {
            Opening opening = Objects.requireNonNull(openings.get(life));
            Position before = Objects.requireNonNull(positions.get(life));
            Turn.Decided again = turn.from(before, opening);
            assertEquals(decision, again.decision(), () -> "seed " + seed + ", " + life + " at " + turn.now());
            positions.put(life, again.next());
            turns++;
            stalls += turn.stalledSince().isPresent() ? 1 : 0;
        }
    }

    @Test
    @Rule("W7")
    void whatWasRecordedIsDecidedAgainBitForBit() {
        long stalls = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + WORLDS; seed++) {
            Again again = new Again(seed);
            Outcome outcome = RandomWorld.play(seed, LENGTH_MILLIS, again);
            outcome.failure().ifPresent(failure -> {
                throw new AssertionError(Tally.line(outcome));
            });
            assertTrue(again.turns > 100, "seed " + seed + " was not recorded");
            stalls += again.stalls;
        }
        assertTrue(stalls > 0 || WORLDS < 4, "no controller stalled in any of these worlds");
    }
}
