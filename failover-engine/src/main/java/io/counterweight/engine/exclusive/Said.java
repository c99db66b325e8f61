package io.counterweight.engine.exclusive;

import io.counterweight.engine.fact.ReportStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * When this controller made its last reports, by its own clock: an echo proves that whoever sent it heard a report of then. No stall
 * changes these times.
 *
 * @param recent the oldest first; of reports that follow one another quickly only the first, so that an echo is never taken for younger
 *     than it is
 */
public record Said(List<At> recent) {

    private static final long APART_MILLIS = 50;

    /** One report. */
    public record At(ReportStamp stamp, long atMillis) {}

    public Said {
        recent = List.copyOf(recent);
    }

    public static Said nothing() {
        return new Said(List.of());
    }

    /** With the report that is made now; what is older than this is forgotten. */
    Said with(ReportStamp stamp, long now, long rememberedMillis) {
        List<At> kept = new ArrayList<>();
        for (At each : recent) {
            if (now - each.atMillis <= rememberedMillis) {
                kept.add(each);
            }
        }
        if (kept.isEmpty() || now - kept.getLast().atMillis >= APART_MILLIS) {
            kept.add(new At(stamp, now));
        }
        return new Said(kept);
    }

    /** When the report of this stamp was made, at the earliest; empty where that is too long ago. */
    OptionalLong at(ReportStamp echoed) {
        OptionalLong at = OptionalLong.empty();
        for (At each : recent) {
            if (!each.stamp.isAfter(echoed)) {
                at = OptionalLong.of(each.atMillis);
            }
        }
        return at;
    }
}
