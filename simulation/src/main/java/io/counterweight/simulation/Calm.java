package io.counterweight.simulation;

import java.util.List;

/**
 * Passes a calm. A world whose snapshot is the same after a period repeats itself: whole periods of it are then skipped, up to the
 * end of the calm. The clocks of the machines stand still meanwhile, as if each had been set back by what was skipped.
 */
final class Calm {
    /** After so many long steps the probes, which come every second, fall on the same places in a step again. */
    private static final int PERIOD_STEPS = 20;

    static final long PERIOD_MILLIS = PERIOD_STEPS * Cluster.CALM_STEP_MILLIS;

    private final Cluster cluster;
    private final long memoryMillis;

    /**
     * Of this cluster.
     *
     * @param memoryMillis longer than anything in it remembers: what is older makes no difference any more
     */
    Calm(Cluster cluster, long memoryMillis) {
        this.cluster = cluster;
        this.memoryMillis = memoryMillis;
    }

    /** Lets so much time pass in which nothing breaks. */
    void pass(long millis) {
        long end = cluster.now() + millis;
        cluster.pass(Math.min(millis, memoryMillis));
        List<Object> before = List.of();
        while (end - cluster.now() > 2 * PERIOD_MILLIS) {
            List<Object> now = Snapshot.of(cluster, memoryMillis);
            if (now.equals(before)) {
                long whole = (end - cluster.now()) / PERIOD_MILLIS * PERIOD_MILLIS;
                cluster.skip(whole);
                end -= whole;
                break;
            }
            before = now;
            cluster.pass(PERIOD_MILLIS);
        }
        if (end > cluster.now()) {
            cluster.pass(end - cluster.now());
        }
    }
}
