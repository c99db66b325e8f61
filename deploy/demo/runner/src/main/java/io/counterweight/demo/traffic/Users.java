package io.counterweight.demo.traffic;

import java.time.Duration;
import java.util.List;

/** What users met, as it is counted. */
public interface Users {
    /**
     * Waits until every request that began before this moment ({@link System#nanoTime}) is over, or patience is.
     *
     * @return how many are not over
     */
    int settle(long toNanos, Duration patience);

    /** Every request that began in this time and is over. */
    List<Request> between(long fromNanos, long toNanos);
}
