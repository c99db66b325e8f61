package io.counterweight.engine.kit;

import java.util.Random;
import java.util.function.Consumer;

/** Random cases that replay: a failure names its seed, and {@code -Dseed=N} runs that case alone. */
public final class Seeded {

    private Seeded() {}

    /** Runs so many cases, each with a random source of its own. */
    public static void cases(int count, Consumer<Random> test) {
        Long chosen = Long.getLong("seed");
        if (chosen != null) {
            test.accept(new Random(chosen));
            return;
        }
        long first = new Random().nextInt(1_000_000_000);
        for (long seed = first; seed < first + count; seed++) {
            run(seed, test);
        }
    }

    private static void run(long seed, Consumer<Random> test) {
        try {
            test.accept(new Random(seed));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("failed with seed " + seed + "; replay it by -Dseed=" + seed, failure);
        }
    }
}
