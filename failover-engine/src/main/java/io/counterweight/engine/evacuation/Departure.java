package io.counterweight.engine.evacuation;

/**
 * How far a service is on its way out of a datacenter, as one controller sees it.
 *
 * @param answered a name server still sends clients there
 * @param sinceMillis since when this is so, on the controller's monotonic clock
 */
public record Departure(boolean answered, long sinceMillis) {

    /** It goes on, or begins now. */
    Departure next(boolean answeredNow, long now) {
        return answered == answeredNow ? this : new Departure(answeredNow, now);
    }

    boolean lasts(long millis, long now) {
        return now - sinceMillis >= millis;
    }
}
