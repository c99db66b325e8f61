package io.counterweight.demo.scenario;

import io.counterweight.demo.report.Console;
import io.counterweight.demo.traffic.Users;

/**
 * What a step needs besides what it does.
 *
 * @param zeroNanos when the demo began ({@link System#nanoTime})
 */
record Setting(Console console, Users users, Excuses excuses, Voices voices, long zeroNanos) {
    long millis(long nanos) {
        return (nanos - zeroNanos) / 1_000_000;
    }
}
