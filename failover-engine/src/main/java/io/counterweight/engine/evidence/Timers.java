package io.counterweight.engine.evidence;

import java.util.OptionalLong;

/**
 * How long a silence has been counted, for one service in one datacenter (rule E6). Both stop, and start again, with isolation.
 *
 * @param aloneSince since when one's own vote alone, with one's anchors answering, says that it is lost
 * @param silentSince since when nobody is served and votes are missing
 */
public record Timers(OptionalLong aloneSince, OptionalLong silentSince) {

    public static final Timers NONE = new Timers(OptionalLong.empty(), OptionalLong.empty());

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
