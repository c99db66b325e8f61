package io.counterweight.engine.intent;

import io.counterweight.engine.name.ControllerId;
import java.util.Comparator;

/**
 * A stamp of a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): ordered like causality, close to wall time.
 * It orders people's writes; it never moves traffic by itself.
 *
 * @param wallMillis the highest wall time known when it was given
 * @param logical counts writes within the same {@code wallMillis}
 * @param writer breaks ties
 */
public record HybridStamp(long wallMillis, long logical, ControllerId writer) implements Comparable<HybridStamp> {

    private static final Comparator<HybridStamp> ORDER = Comparator.comparingLong(HybridStamp::wallMillis)
            .thenComparingLong(HybridStamp::logical)
            .thenComparing(HybridStamp::writer);

    /** Reads what {@link #toString} writes; anything else is an {@link IllegalArgumentException}. */
    public static HybridStamp parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("stamp '" + text + "' must be written millis:logical:site/controller");
        }
        return new HybridStamp(Long.parseLong(parts[0]), Long.parseLong(parts[1]), ControllerId.parse(parts[2]));
    }

    public static HybridStamp later(HybridStamp one, HybridStamp other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public int compareTo(HybridStamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return wallMillis + ":" + logical + ":" + writer;
    }
}
