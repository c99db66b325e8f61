package io.counterweight.simulation.broken;

import java.util.function.BiFunction;
import java.util.function.LongFunction;

/** Where a rule is broken: its worlds, its stories' classes. */
interface BrokenPlace {

    /** Plays the random world of a seed that is about this, or about anything where it is empty, and says what did not hold. */
    BiFunction<Long, String, String> random();

    /** Explores the small world of this number, and says what did not hold. */
    LongFunction<String> explored();

    ClassLoader classes();
}
