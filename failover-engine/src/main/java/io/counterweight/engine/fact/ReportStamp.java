package io.counterweight.engine.fact;

import java.util.Comparator;

/** The order of one controller's reports: a higher incarnation (one per start) wins, then a higher sequence. */
public record ReportStamp(long incarnation, long sequence) implements Comparable<ReportStamp> {

    private static final Comparator<ReportStamp> ORDER =
            Comparator.comparingLong(ReportStamp::incarnation).thenComparingLong(ReportStamp::sequence);

    public ReportStamp {
        if (incarnation < 0 || sequence < 0) {
            throw new IllegalArgumentException("stamp " + incarnation + "." + sequence + " is negative");
        }
    }

    public ReportStamp next() {
        return new ReportStamp(incarnation, sequence + 1);
    }

    public boolean isAfter(ReportStamp other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(ReportStamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return incarnation + "." + sequence;
    }
}
