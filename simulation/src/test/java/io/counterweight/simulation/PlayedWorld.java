package io.counterweight.simulation;

import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Plays the world of a seed and says what did not hold, in the platform's types alone: a class loader of its own can be asked for it. The
 * world is about what is asked for; where that is empty, the seed says what.
 */
public final class PlayedWorld implements BiFunction<Long, String, String> {

    /** Long enough for a few rounds of trouble, short enough for many seeds. */
    public static final long LENGTH_MILLIS = 6 * 60_000;

    /** What the worlds are about in which a rule of this number has most to do. */
    public static String about(String rule) {
        return Theme.of(rule).name();
    }

    /** What did not hold; nothing when all did. */
    @Override
    public String apply(Long seed, String about) {
        Theme[] all = Theme.values();
        Theme theme = about.isEmpty() ? all[new SplittableRandom(seed).nextInt(all.length)] : Theme.valueOf(about);
        return RandomWorld.playUnder(seed, LENGTH_MILLIS, theme, PlayedWorld::watch)
                .failure()
                .map(Outcome.Failure::what)
                .orElse("");
    }

    /** Stricter than every world is looked at: what these say counts only where the sound rules are silent. */
    private static void watch(Cluster cluster) {
        cluster.watch(new Blinding(cluster)::check);
    }
}
