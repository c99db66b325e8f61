package io.counterweight.simulation;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.name.ControllerId;
import java.util.Set;

/**
 * What a controller finds on its disk when it starts.
 *
 * @param incarnation the highest used; 0 before the first start
 * @param everServed the places where this vantage was once served
 */
public record Disk(
        long incarnation, EngineState.Journaled engine, IntentBook book, HybridClock clock, Set<String> everServed) {

    public Disk {
        everServed = Set.copyOf(everServed);
    }

    public static Disk empty(ControllerId controller) {
        return new Disk(
                0, EngineState.Journaled.nothing(), IntentBook.empty(), HybridClock.start(controller), Set.of());
    }
}
