package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is skipped makes no difference. {@code -Dcalms=...} compares more worlds, {@code -Dseed=...} begins elsewhere. */
class CalmTest {
    private static final int WORLDS = Integer.getInteger("calms", 1);
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final long LENGTH_MILLIS = Long.getLong("length", 3_600_000);

    private record Told(Outcome outcome, List<List<Object>> calms) {
        static Told of(long seed, boolean skipping) {
            List<List<Object>> calms = new ArrayList<>();
            return new Told(
                    RandomWorld.play(seed, new RandomWorld.Part(LENGTH_MILLIS, strike -> true, skipping, calms::add)),
                    calms);
        }
    }

    @Test
    void aWorldThatSkipsEndsEachCalmAsOneThatIsPlayedThrough() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + WORLDS; seed++) {
            Told skipped = Told.of(seed, true);
            Told played = Told.of(seed, false);
            String world = "seed " + seed;
            assertTrue(skipped.outcome.skippedMillis() > 0, world);
            assertEquals(0, played.outcome.skippedMillis(), world);
            for (int i = 0; i < Math.min(played.calms.size(), skipped.calms.size()); i++) {
                same(played.calms.get(i), skipped.calms.get(i), world + ", calm " + i);
            }
            assertEquals(played.calms.size(), skipped.calms.size(), world);
            assertEquals(played.outcome.simulatedMillis(), skipped.outcome.simulatedMillis(), world);
            assertEquals(played.outcome.rules(), skipped.outcome.rules(), world);
            assertEquals(played.outcome.faults(), skipped.outcome.faults(), world);
            assertEquals(played.outcome.failure(), skipped.outcome.failure(), world);
        }
    }

    private static void same(List<Object> played, List<Object> skipped, String where) {
        for (int i = 0; i < Math.min(played.size(), skipped.size()); i++) {
            if (!played.get(i).equals(skipped.get(i))) {
                List<Object> before = played.subList(Math.max(0, i - 40), i);
                throw new AssertionError(where + ": " + played.get(i) + " or " + skipped.get(i) + " after " + before);
            }
        }
        assertEquals(played.size(), skipped.size(), where);
    }
}
