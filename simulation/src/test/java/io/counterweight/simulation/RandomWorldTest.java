package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/**
 * Short worlds in which everything breaks, under the invariants that must always hold: the same ones each time, so that a build says
 * something of the code and not of its luck. {@code -Dworlds=...} plays more of them, {@code -Dseed=...} begins elsewhere, and
 * {@code make simulate} plays new ones for hours. A failure names its seed, which {@code make simulate SEED=...} plays again.
 */
class RandomWorldTest {

    private static final int WORLDS = Integer.getInteger("worlds", 16);
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final long LENGTH_MILLIS = 1_200_000;

    @Test
    @Rule({"E3", "E4", "E6", "E8", "E10", "W3", "W4", "W6", "G2", "G3", "G4", "G5", "G6", "G10", "G11"})
    void whateverBreaksTheInvariantsHold() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + WORLDS; seed++) {
            Outcome outcome = RandomWorld.play(seed, LENGTH_MILLIS);
            outcome.failure().ifPresent(failure -> {
                throw new AssertionError(Tally.line(outcome) + "\ndiary\n  " + String.join("\n  ", failure.diary())
                        + "\n" + failure.cluster());
            });
        }
    }

    @Test
    void oneSeedIsOneStory() {
        assertEquals(RandomWorld.play(7, LENGTH_MILLIS), RandomWorld.play(7, LENGTH_MILLIS));
    }
}
