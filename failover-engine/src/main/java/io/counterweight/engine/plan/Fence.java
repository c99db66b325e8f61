package io.counterweight.engine.plan;

import java.util.Comparator;

/** The stamp that lets an actuator refuse a stale plan: a higher term wins, then a higher sequence. */
public record Fence(long term, long sequence) implements Comparable<Fence> {

    private static final Comparator<Fence> ORDER =
            Comparator.comparingLong(Fence::term).thenComparingLong(Fence::sequence);

    @Override
    public int compareTo(Fence other) {
        return ORDER.compare(this, other);
    }
}
