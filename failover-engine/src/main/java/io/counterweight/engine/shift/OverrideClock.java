package io.counterweight.engine.shift;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.TrafficOverride;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of every override, counted on the reader's monotonic clock (rule W6): no wall clock ends anything.
 *
 * @param counters by override id
 */
public record OverrideClock(SortedMap<String, Counter> counters) {

    /**
     * One override's time.
     *
     * @param agreed false after a restart, until a living peer's value has been taken
     */
    public record Counter(long remainingMillis, boolean agreed) {}

    public OverrideClock {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }

    public static OverrideClock none() {
        return new OverrideClock(new TreeMap<>());
    }

    /** Goes on from the journal: downtime is not counted, and a living peer's value wins. */
    public static OverrideClock restarted(SortedMap<String, Long> journaled) {
        SortedMap<String, Counter> counters = new TreeMap<>();
        journaled.forEach((id, remaining) -> counters.put(id, new Counter(remaining, false)));
        return new OverrideClock(counters);
    }

    public OverrideClock advance(List<TrafficOverride> inForce, List<Report> peers, long elapsedMillis) {
        SortedMap<String, Counter> next = new TreeMap<>();
        for (TrafficOverride override : inForce) {
            OptionalLong theirs = peers.stream()
                    .map(report -> report.remainingMillis().get(override.id()))
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .min();
            Counter own = counters.get(override.id());
            if (own == null) {
                next.put(override.id(), new Counter(theirs.orElse(override.lengthMillis()), true));
            } else if (!own.agreed && theirs.isPresent()) {
                next.put(override.id(), new Counter(theirs.getAsLong(), true));
            } else {
                next.put(override.id(), new Counter(Math.max(0, own.remainingMillis - elapsedMillis), own.agreed));
            }
        }
        return new OverrideClock(next);
    }

    /** What is left, by id. */
    public SortedMap<String, Long> remaining() {
        SortedMap<String, Long> remaining = new TreeMap<>();
        counters.forEach((id, counter) -> remaining.put(id, counter.remainingMillis));
        return remaining;
    }

    public boolean over(TrafficOverride override) {
        Counter counter = counters.get(override.id());
        return counter != null && counter.remainingMillis == 0;
    }
}
