package io.counterweight.dns;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts failures that strangers may bring about as often as they like, and lets one a minute into the log. Of one thread. */
final class Failures {

    private static final long APART_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private long lastTold;
    private boolean told;
    private int untold;

    Failures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** One more; returns how many there are to tell of, this one too, or 0 while the last word on them is young. */
    int tell() {
        long now = nanos.getAsLong();
        untold++;
        if (told && now - lastTold < APART_NANOS) {
            return 0;
        }
        int count = untold;
        told = true;
        lastTold = now;
        untold = 0;
        return count;
    }
}
