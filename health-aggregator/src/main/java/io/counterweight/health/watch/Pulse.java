package io.counterweight.health.watch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How late this process's own timer was, which says something of this process and nothing of the others (rule E4). */
public final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    public static final long EVERY_MILLIS = 50;
    /** A beat this late is a stall: the controller abstains for one staleness bound. */
    private static final long STALL_MILLIS = 1_000;

    private static final long LATE_MILLIS = 100;

    private final long stalenessMillis;
    private long beatAt;
    private volatile long abstainsUntil = Long.MIN_VALUE;

    /** Begins to count from now. */
    public Pulse(long stalenessMillis, long now) {
        this.stalenessMillis = stalenessMillis;
        this.beatAt = now;
    }

    /** Beats; true when it came so late that the timeouts in flight are void. */
    public boolean late(long now) {
        long late = now - beatAt - EVERY_MILLIS;
        beatAt = now;
        if (late >= STALL_MILLIS) {
            LOG.warn("stalled for {} ms: abstaining for {} ms", late, stalenessMillis);
            abstainsUntil = now + stalenessMillis;
        }
        return late > LATE_MILLIS;
    }

    /** Whether this controller abstains after a stall. Any thread. */
    public boolean stalled(long now) {
        return now < abstainsUntil;
    }
}
