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
 * @param before what its application is asked before a first step, and before a drain sends it clients; empty where it is not
 */
public record Shifting(
        Duration holdDown,
        List<Integer> steps,
        Duration soak,
        Failback failback,
        Abort abort,
        Optional<Duration> maxLag,
        Optional<BeforeHook> before) {

    public Shifting {
        steps = List.copyOf(steps);
    }

    /** One that nothing but failing takes back. */
    public Shifting(Duration holdDown, List<Integer> steps, Duration soak, Failback failback) {
        this(holdDown, steps, soak, failback, Abort.never(), Optional.empty());
    }

    /** One whose application is asked nothing. */
    public Shifting(
            Duration holdDown,
            List<Integer> steps,
            Duration soak,
            Failback failback,
            Abort abort,
            Optional<Duration> maxLag) {
        this(holdDown, steps, soak, failback, abort, maxLag, Optional.empty());
    }

    /** The same, but its application is asked before. */
    public Shifting asking(BeforeHook hook) {
        return new Shifting(holdDown, steps, soak, failback, abort, maxLag, Optional.of(hook));
    }

    /** The same, but returning only when a person lets it. */
    public Shifting latched() {
        return failback == Failback.AUTOMATIC
                ? new Shifting(holdDown, steps, soak, Failback.LATCHED, abort, maxLag, before)
                : this;
    }

    public static Shifting defaults() {
        return new Shifting(Duration.ofSeconds(30), List.of(25, 50, 100), Duration.ofSeconds(40), Failback.AUTOMATIC);
    }
}
