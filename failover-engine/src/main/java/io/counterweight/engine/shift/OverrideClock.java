package io.counterweight.engine.shift;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.frozen.Frozen;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of every override and of every approval, counted on the reader's monotonic clock (rules W4, W6): no wall clock ends
 * anything.
 *
 * @param counters by the override's id, or by the approval's clock key
 */
public record OverrideClock(SortedMap<String, Counter> counters) {

    /** How far a count is to be trusted. */
    public enum Basis {
        /** Gone on from the journal after a restart: a living peer's value wins. */
        JOURNALED,
        /** First seen when no living peer had a value: the lower of it and the first that a peer states. */
        ALONE,
        AGREED
    }

    /** One override's time. */
    public record Counter(long remainingMillis, Basis basis) {

        Counter advance(OptionalLong theirs, long elapsedMillis) {
            long left = Math.max(0, remainingMillis - elapsedMillis);
            if (theirs.isEmpty()) {
                return new Counter(left, basis);
            }
            return switch (basis) {
                case JOURNALED -> new Counter(theirs.getAsLong(), Basis.AGREED);
                case ALONE -> new Counter(Math.min(left, theirs.getAsLong()), Basis.AGREED);
                case AGREED -> new Counter(left, Basis.AGREED);
            };
        }
    }

    public OverrideClock {
        counters = Frozen.map(counters);
    }

    public static OverrideClock none() {
        return new OverrideClock(new TreeMap<>());
    }

    /** Goes on from the journal: downtime is not counted. */
    public static OverrideClock restarted(SortedMap<String, Long> journaled) {
        SortedMap<String, Counter> counters = new TreeMap<>();
        journaled.forEach((id, remaining) -> counters.put(id, new Counter(remaining, Basis.JOURNALED)));
        return new OverrideClock(counters);
    }

    /**
     * The counts after so much time.
     *
     * @param lengths how long each is to last in all
     * @param peers the fresh reports of all other controllers
     */
    public OverrideClock advance(SortedMap<String, Long> lengths, List<Report> peers, long elapsedMillis) {
        SortedMap<String, Counter> next = new TreeMap<>();
        lengths.forEach((id, length) -> {
            OptionalLong theirs = peers.stream()
                    .map(report -> report.remainingMillis().get(id))
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .min();
            Counter own = counters.get(id);
            next.put(
                    id,
                    own == null
                            ? new Counter(length, Basis.ALONE).advance(theirs, 0)
                            : own.advance(theirs, elapsedMillis));
        });
        return new OverrideClock(next);
    }

    /** What is left, by id. */
    public SortedMap<String, Long> remaining() {
        SortedMap<String, Long> remaining = new TreeMap<>();
        counters.forEach((id, counter) -> remaining.put(id, counter.remainingMillis));
        return remaining;
    }

    public boolean over(String id) {
        Counter counter = counters.get(id);
        return counter != null && counter.remainingMillis == 0;
    }
}
