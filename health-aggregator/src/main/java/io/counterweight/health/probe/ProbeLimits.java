package io.counterweight.health.probe;

/**
 * What probing may cost.
 *
 * @param perSecond probes begun in one second, over all targets
 * @param concurrent probes in flight, over all targets
 * @param overlap probes in flight to one target
 * @param bodyBytes read of one answer
 */
public record ProbeLimits(int perSecond, int concurrent, int overlap, int bodyBytes) {

    /** The same, with so many probes in a second. */
    public ProbeLimits withRate(int next) {
        return new ProbeLimits(next, concurrent, overlap, bodyBytes);
    }

    public static ProbeLimits defaults() {
        return new ProbeLimits(5_000, 2_000, 12, 65_536);
    }
}
