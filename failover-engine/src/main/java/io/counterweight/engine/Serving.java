package io.counterweight.engine;

/**
 * For how long a controller's plans have been applied. Clients forget what it told them within a time to live: a pause that outlasts
 * it makes a beginner of it again (rule W3).
 *
 * @param sinceMillis when its plans were first applied, on its monotonic clock
 * @param pauseMillis the longest stall of late; 0 when there was none
 * @param resumedMillis when the last stall ended
 */
public record Serving(long sinceMillis, long pauseMillis, long resumedMillis) {

    static Serving begun(long now) {
        return new Serving(now, 0, now);
    }

    Serving paused(long millis, long now) {
        boolean outlived = now - millis - resumedMillis >= pauseMillis;
        return new Serving(sinceMillis, outlived ? millis : Math.max(millis, pauseMillis), now);
    }

    /** Whether clients are where it sends them: it has served for this time, and no pause since was as long. */
    boolean settled(long ttlMillis, long now) {
        long since = pauseMillis >= ttlMillis ? resumedMillis : sinceMillis;
        return now - since >= ttlMillis;
    }
}
