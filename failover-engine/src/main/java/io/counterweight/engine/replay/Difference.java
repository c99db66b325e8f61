package io.counterweight.engine.replay;

import io.counterweight.engine.name.ServiceName;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A while in which a service would have been decided otherwise.
 *
 * @param since wall time in milliseconds at which the two first differed so
 * @param until when they agreed again, or differed in another way; empty where the recording ends before that
 * @param moves whether any client would have been answered otherwise, and not only for another reason
 * @param then what was decided, by the recorded policies
 * @param instead what the other policies decide from the same facts
 */
public record Difference(ServiceName service, long since, OptionalLong until, boolean moves, Side then, Side instead) {

    Difference endedAt(long wallMillis) {
        return new Difference(service, since, OptionalLong.of(wallMillis), moves, then, instead);
    }

    /** In one sentence. */
    public String text() {
        String end = until.isPresent() ? " for " + seconds(until.getAsLong() - since) : ", to the end";
        return Instant.ofEpochMilli(since) + end + ": " + service + " was " + then.words(instead) + "; would have been "
                + instead.words(then) + (moves ? "" : ", with the same weights");
    }

    private static String seconds(long millis) {
        return millis / 1_000 + "." + millis % 1_000 / 100 + " s";
    }
}
