package io.counterweight.simulation.explore;

import io.counterweight.simulation.explore.Exploration.Settings;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** Explores a small world by its number, from 1 on, the quickest first, and says the first thing that does not hold; nothing when all does. */
public final class ExploredWorld implements LongFunction<String> {

    private static final int MOST_STATES = 100_000;

    private static final List<Settings> WORLDS = List.of(
            world(Services.ONE, true, true, 1, 0, 40),
            world(Services.ONE, false, true, 1, 0, 40),
            world(Services.TWO, true, true, 1, 0, 40),
            world(Services.ONE, true, false, 1, 0, 40),
            world(Services.ONE, true, true, 2, 0, 2),
            world(Services.ONE, false, true, 2, 0, 3),
            world(Services.EXCLUSIVE, true, true, 1, 0, 40),
            world(Services.NEEDING, true, true, 1, 0, 40),
            world(Services.ONE, true, true, 1, 1, 40));

    /** How many there are. */
    public static int worlds() {
        return WORLDS.size();
    }

    @Override
    public String apply(long number) {
        return Exploration.run(WORLDS.get((int) number - 1)).found().stream()
                .findFirst()
                .map(Exploration.Found::toString)
                .orElse("");
    }

    private static Settings world(
            Services services, boolean witness, boolean measuresLoad, int faults, int reorders, int depth) {
        return new Settings(
                services, witness, measuresLoad, new TreeSet<>(), faults, reorders, depth, MOST_STATES, 20, 1);
    }
}
