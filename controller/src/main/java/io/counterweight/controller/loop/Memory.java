package io.counterweight.controller.loop;

import io.counterweight.engine.EngineState;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one life of a controller leaves to the next, besides the intents (rule G11).
 *
 * @param incarnation the highest one used
 * @param everServed where this vantage was once served
 */
public record Memory(long incarnation, EngineState.Journaled engine, SortedSet<String> everServed) {

    public static Memory none() {
        return new Memory(0, EngineState.Journaled.nothing(), new TreeSet<>());
    }

    static Memory of(EngineState state, SortedSet<String> everServed) {
        return new Memory(state.stamp().incarnation(), state.journaled(), everServed);
    }

    /** The state to go on from, in the next incarnation. */
    public EngineState recover() {
        return EngineState.recovered(incarnation + 1, engine);
    }
}
