package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An observer's incidents (rule W3): each opens when its conclusion turns bad and stays its own until it turns good; what the
 * datacenter's ceiling has not answered by then is stated until it does, so that no incident is lost on the way.
 *
 * @param open the epochs of those that are open
 * @param known the highest epoch known of each placement: opened here, or named by its ceiling
 */
public record Incidents(SortedMap<Placement, Long> open, SortedMap<Placement, Long> known) {

    public Incidents {
        open = Frozen.map(open);
        known = Frozen.map(known);
    }

    public static Incidents none() {
        return new Incidents(new TreeMap<>(), new TreeMap<>());
    }

    /**
     * The incidents after these conclusions.
     *
     * @param stated the merged ceiling of every placement whose datacenter ever stated one
     */
    public Incidents observe(SortedMap<Placement, Conclusion> conclusions, SortedMap<Placement, Ceiling> stated) {
        SortedMap<Placement, Long> nextOpen = new TreeMap<>();
        SortedMap<Placement, Long> nextKnown = new TreeMap<>();
        conclusions.forEach((place, conclusion) -> {
            Optional<Long> named = Optional.ofNullable(stated.get(place)).map(Ceiling::epoch);
            long highest = Math.max(named.orElse(0L), known(place));
            OptionalLong epoch = epoch(place, conclusion.condition(), named);
            if (epoch.isPresent()) {
                nextOpen.put(place, epoch.getAsLong());
                highest = Math.max(highest, epoch.getAsLong());
            }
            if (highest > 0) {
                nextKnown.put(place, highest);
            }
        });
        return new Incidents(nextOpen, nextKnown);
    }

    private OptionalLong epoch(Placement place, Condition condition, Optional<Long> named) {
        Long standing = open.get(place);
        if (condition.bad()) {
            return OptionalLong.of(standing == null ? next(place, named) : standing);
        }
        if (standing != null && !good(condition)) {
            return OptionalLong.of(standing);
        }
        boolean unanswered = known(place) > named.orElse(0L);
        return unanswered ? OptionalLong.of(known(place)) : OptionalLong.empty();
    }

    /** One above the ceiling's; what is known already and was not answered is the same incident. */
    private long next(Placement place, Optional<Long> named) {
        return named.map(epoch -> Math.max(epoch + 1, known(place))).orElseGet(() -> known(place) + 1);
    }

    /** The highest epoch known of a placement; 0 when it never had an incident. */
    public long known(Placement place) {
        return known.getOrDefault(place, 0L);
    }

    private static boolean good(Condition condition) {
        return condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
    }
}
