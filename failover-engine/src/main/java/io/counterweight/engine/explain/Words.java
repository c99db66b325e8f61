package io.counterweight.engine.explain;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Times, parts and lists as people write them. */
final class Words {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Words() {}

    /** Rounded up to whole seconds, from two minutes on to whole minutes: what is left is never said to be nothing. */
    static String time(long millis) {
        if (millis < 2 * MINUTE) {
            return up(millis, SECOND) + " s";
        }
        if (millis < 2 * HOUR) {
            return up(millis, MINUTE) + " min";
        }
        long minutes = up(millis, MINUTE) % 60;
        return up(millis, MINUTE) / 60 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }

    private static long up(long millis, long unit) {
        return (millis + unit - 1) / unit;
    }

    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    static String weight(int ofTheWhole) {
        return String.format(Locale.ROOT, "%.1f %%", ofTheWhole / 10.0);
    }

    static String list(Collection<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
