package io.counterweight.simulation;

import java.util.function.LongFunction;

/** Plays the world of a seed and says what did not hold, in the platform's types alone: a class loader of its own can be asked for it. */
public final class PlayedWorld implements LongFunction<String> {

    /** Long enough for a few rounds of trouble, short enough for many seeds. */
    public static final long LENGTH_MILLIS = 6 * 60_000;

    /** What did not hold; nothing when all did. */
    @Override
    public String apply(long seed) {
        return RandomWorld.playUnder(seed, LENGTH_MILLIS, PlayedWorld::watch)
                .failure()
                .map(Outcome.Failure::what)
                .orElse("");
    }

    /** Stricter than every world is looked at: what these say counts only where the sound rules are silent. */
    private static void watch(Cluster cluster) {
        cluster.watch(new Blinding(cluster)::check);
    }
}
