package io.counterweight.health.probe;

import java.time.Duration;

/** The asker's deadline comes first, as it alone knows when this process was late; a transport's only ends what nobody waits for. */
final class Grace {
    private static final long MILLIS = 1_000;

    private Grace() {}

    /** How long a connect may take, in milliseconds. */
    static long after(Duration timeout) {
        return timeout.toMillis() + MILLIS;
    }
}
