package io.counterweight.simulation.explore;

import io.counterweight.simulation.explore.Exploration.Settings;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** Explores a small world by its number (1 one service, 2 an exclusive one, 3 one that needs another), one fault in each, and says the first thing that does not hold; nothing when all does. */
public final class ExploredWorld implements LongFunction<String> {

    /** What is explored of each, at most. */
    public static final int MOST_STATES = 6_000;

    private static final List<Settings> WORLDS =
            List.of(world(Services.ONE), world(Services.EXCLUSIVE), world(Services.NEEDING));

    @Override
    public String apply(long number) {
        return Exploration.run(WORLDS.get((int) number - 1)).found().stream()
                .findFirst()
                .map(Exploration.Found::toString)
                .orElse("");
    }

    private static Settings world(Services services) {
        return new Settings(services, true, true, new TreeSet<>(), 1, 0, 40, MOST_STATES, 20, 1);
    }
}
