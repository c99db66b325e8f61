package io.counterweight.engine.evidence;

import java.util.OptionalLong;

/**
 * How long a silence has been counted, for one service in one datacenter (rule E6). Both stop, and start again, with isolation. A
 * stall of the reader's own starts the first one again and only interrupts the second: else short stalls, again and again, would keep
 * a dead datacenter for ever.
 *
 * @param aloneSince since when one's own vote alone, with one's anchors answering, says that it is lost
 * @param silentSince since when nobody is served and votes are missing
 */
public record Timers(OptionalLong aloneSince, OptionalLong silentSince) {

    public static final Timers NONE = new Timers(OptionalLong.empty(), OptionalLong.empty());

    /** After a stall of the reader's own for so long. */
    public Timers paused(long millis) {
        return silentSince.isEmpty()
                ? NONE
                : new Timers(OptionalLong.empty(), OptionalLong.of(silentSince.getAsLong() + millis));
    }

    Timers alone(long now) {
        return new Timers(OptionalLong.of(aloneSince.orElse(now)), silentSince);
    }

    Timers notAlone() {
        return new Timers(OptionalLong.empty(), silentSince);
    }

    Timers silent(long now) {
        return new Timers(aloneSince, OptionalLong.of(silentSince.orElse(now)));
    }
}
