package io.counterweight.engine.intent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How traffic returns.
 *
 * @param steps rising shares of the policy share, in percent; the last is 100
 * @param soak how long each step is watched before the next, at least two times the longest TTL
 * @param abort what takes it back a step
 * @param maxLag how far the data of the datacenter may be behind for the next step; empty where that does not matter
 */
public record Shifting(
        Duration holdDown,
        List<Integer> steps,
        Duration soak,
        Failback failback,
        Abort abort,
        Optional<Duration> maxLag) {

    public Shifting {
        steps = List.copyOf(steps);
    }

    /** One that nothing but failing takes back. */
    public Shifting(Duration holdDown, List<Integer> steps, Duration soak, Failback failback) {
        this(holdDown, steps, soak, failback, Abort.never(), Optional.empty());
    }

    /** The same, but returning only when a person lets it. */
    public Shifting latched() {
        return failback == Failback.AUTOMATIC
                ? new Shifting(holdDown, steps, soak, Failback.LATCHED, abort, maxLag)
                : this;
    }

    public static Shifting defaults() {
        return new Shifting(Duration.ofSeconds(30), List.of(25, 50, 100), Duration.ofSeconds(40), Failback.AUTOMATIC);
    }
}
