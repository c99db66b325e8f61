package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/**
 * Short worlds in which everything breaks at random, under the invariants that must always hold. A failure names its seed, which
 * {@code make simulate SEED=...} plays again; {@code -Dworlds=...} plays more of them.
 */
class RandomWorldTest {

    private static final int WORLDS = Integer.getInteger("worlds", 16);
    private static final long LENGTH_MILLIS = 600_000;

    @Test
    @Rule({"E3", "E4", "E6", "E8", "E10", "W3", "W4", "W6", "G2", "G3", "G4", "G5", "G6", "G10", "G11"})
    void whateverBreaksTheInvariantsHold() {
        Seeded.cases(WORLDS, random -> {
            Outcome outcome = RandomWorld.play(random.nextInt(1_000_000_000), LENGTH_MILLIS);
            outcome.failure().ifPresent(failure -> {
                throw new AssertionError(Tally.line(outcome) + "\ndiary\n  " + String.join("\n  ", failure.diary())
                        + "\n" + failure.cluster());
            });
        });
    }

    @Test
    void oneSeedIsOneStory() {
        assertEquals(RandomWorld.play(7, LENGTH_MILLIS), RandomWorld.play(7, LENGTH_MILLIS));
    }
}
