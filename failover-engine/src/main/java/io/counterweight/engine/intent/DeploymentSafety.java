package io.counterweight.engine.intent;

import java.time.Duration;
import java.util.Optional;

/**
 * What automation may do across all services of a deployment (rule W4).
 *
 * @param maxShifts automatic returns of all datacenters within {@code shiftWindow}
 * @param maxAtOnce datacenters that ramp at the same time
 * @param massFailure when so many failures at once are not believed by probes alone
 * @param armedWithin automation is armed by a drill that passed this lately; empty where none is asked for
 */
public record DeploymentSafety(
        int maxShifts, Duration shiftWindow, int maxAtOnce, MassFailure massFailure, Optional<Duration> armedWithin) {

    /**
     * Failures that are too many to be true.
     *
     * @param share of all services in all datacenters that are known, above which they are doubted, 0 to 1
     * @param window within which they began
     */
    public record MassFailure(double share, Duration window) {}

    /** Without drills. */
    public DeploymentSafety(int maxShifts, Duration shiftWindow, int maxAtOnce, MassFailure massFailure) {
        this(maxShifts, shiftWindow, maxAtOnce, massFailure, Optional.empty());
    }

    public static DeploymentSafety defaults() {
        return new DeploymentSafety(20, Duration.ofMinutes(10), 4, new MassFailure(0.5, Duration.ofSeconds(10)));
    }
}
