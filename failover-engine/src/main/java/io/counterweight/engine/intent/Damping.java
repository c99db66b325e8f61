package io.counterweight.engine.intent;

import java.time.Duration;

/**
 * How noisy probes become a verdict: three counters and a penalty for flapping.
 *
 * @param fall failures in a row that turn serving into failing
 * @param rise successes in a row that turn failing into serving
 * @param forgiving a run of successes that forgets scattered failures
 * @param confirmInterval while in doubt, a probe starts this often
 * @param flapFalls falls within {@code flapWindow} from which on the return is delayed
 * @param flapPenalty the first delay; it doubles with each further fall, up to {@code flapPenaltyMax}
 */
public record Damping(
        int fall,
        int rise,
        int forgiving,
        Duration confirmInterval,
        int flapFalls,
        Duration flapWindow,
        Duration flapPenalty,
        Duration flapPenaltyMax) {

    public static Damping defaults() {
        return new Damping(
                2,
                3,
                5,
                Duration.ofMillis(100),
                3,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10));
    }
}
