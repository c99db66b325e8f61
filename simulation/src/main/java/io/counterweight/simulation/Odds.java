package io.counterweight.simulation;

import io.counterweight.engine.intent.Mode;
import java.util.List;

/**
 * How likely a random world is to be of one kind or another.
 *
 * @param services weights of one, two and more of them
 * @param controllers weights of one, two and more of them in a datacenter
 * @param needs one service in so many needs another
 * @param failbacks of so many services one is latched, and one returns as far as people say
 * @param modes one of these, each alike
 * @param capacities in one world of so many it is said what datacenters can carry
 */
record Odds(
        List<Integer> services, List<Integer> controllers, int needs, int failbacks, List<Mode> modes, int capacities) {

    private static final List<Mode> MODES =
            List.of(Mode.PRIORITY, Mode.PRIORITY, Mode.EXCLUSIVE, Mode.WEIGHTED, Mode.WEIGHTED, Mode.WEIGHTED);

    Odds {
        services = List.copyOf(services);
        controllers = List.copyOf(controllers);
        modes = List.copyOf(modes);
    }

    static Odds usual() {
        return new Odds(List.of(5, 3, 1, 1), List.of(6, 3, 1), 3, 8, MODES, 3);
    }

    /** A world that is played in a moment. */
    static Odds small() {
        return new Odds(List.of(3, 2), List.of(3, 2), 3, 8, MODES, 3);
    }

    Odds siblings() {
        return new Odds(services, List.of(1, 2), needs, 4, modes, capacities);
    }

    Odds needing() {
        return new Odds(List.of(0, 1), controllers, 1, failbacks, List.of(Mode.WEIGHTED, Mode.PRIORITY), capacities);
    }

    Odds exclusive() {
        return new Odds(List.of(1), controllers, needs, failbacks, List.of(Mode.EXCLUSIVE), capacities);
    }

    Odds limited() {
        return new Odds(services, List.of(1), needs, failbacks, List.of(Mode.WEIGHTED), 1);
    }
}
