package io.counterweight.health.probe;

import java.time.Duration;

/** The asker's deadline comes first, as it alone knows when this process was late; a transport's only ends what nobody waits for. */
final class Grace {
    private static final long MILLIS = 1_000;

    private Grace() {}

    /** How long a connect may take, in milliseconds: a power of two, so that few clients do for all timeouts that policies name. */
    static long after(Duration timeout) {
        return Long.highestOneBit(timeout.toMillis() + MILLIS) << 1;
    }
}
