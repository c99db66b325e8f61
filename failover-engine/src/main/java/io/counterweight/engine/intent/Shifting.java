package io.counterweight.engine.intent;

import java.time.Duration;
import java.util.List;

/**
 * How traffic returns.
 *
 * @param steps rising shares of the policy share, in percent; the last is 100
 * @param soak how long each step is watched before the next; empty time means two times the longest TTL
 */
public record Shifting(Duration holdDown, List<Integer> steps, Duration soak, Failback failback) {

    public Shifting {
        steps = List.copyOf(steps);
    }

    /** The same, but returning only when a person lets it. */
    public Shifting latched() {
        return new Shifting(holdDown, steps, soak, Failback.LATCHED);
    }

    public static Shifting defaults() {
        return new Shifting(Duration.ofSeconds(30), List.of(25, 50, 100), Duration.ofSeconds(40), Failback.AUTOMATIC);
    }
}
