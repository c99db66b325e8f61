package io.counterweight.engine.shift;

/**
 * An incident that was heard and that the ceiling does not answer yet. It stays so though whoever named it falls silent.
 *
 * @param ordered only people's orders opened it
 * @param sinceMillis since when, on the reader's monotonic clock; stalls of its own are not counted
 */
public record Unanswered(long epoch, boolean ordered, long sinceMillis) {

    /** After a stall of the reader's own for so long. */
    public Unanswered paused(long millis) {
        return new Unanswered(epoch, ordered, sinceMillis + millis);
    }
}
