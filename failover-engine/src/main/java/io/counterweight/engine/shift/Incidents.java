package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.name.Placement;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An observer's incidents (rule W3): each opens when its conclusion turns bad and stays its own until it turns good.
 *
 * @param open the epochs of those that are open
 * @param known the highest epoch known of each placement: opened here, or named by its ceiling
 */
public record Incidents(SortedMap<Placement, Long> open, SortedMap<Placement, Long> known) {

    public Incidents {
        open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
        known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    }

    public static Incidents none() {
        return new Incidents(new TreeMap<>(), new TreeMap<>());
    }

    /**
     * The incidents after these conclusions.
     *
     * @param ceilings the merged ceiling of every placement, as its datacenter states it
     */
    public Incidents observe(SortedMap<Placement, Conclusion> conclusions, SortedMap<Placement, Ceiling> ceilings) {
        SortedMap<Placement, Long> nextOpen = new TreeMap<>();
        SortedMap<Placement, Long> nextKnown = new TreeMap<>();
        conclusions.forEach((place, conclusion) -> {
            long named = ceilings.getOrDefault(place, Ceiling.open()).epoch();
            long highest = Math.max(named, known.getOrDefault(place, 0L));
            Long standing = open.get(place);
            if (conclusion.condition().bad()) {
                long epoch = standing == null ? named + 1 : standing;
                nextOpen.put(place, epoch);
                highest = Math.max(highest, epoch);
            } else if (standing != null && !good(conclusion.condition())) {
                nextOpen.put(place, standing);
            }
            if (highest > 0) {
                nextKnown.put(place, highest);
            }
        });
        return new Incidents(nextOpen, nextKnown);
    }

    /** The highest epoch known of a placement; 0 when it never had an incident. */
    public long known(Placement place) {
        return known.getOrDefault(place, 0L);
    }

    private static boolean good(Condition condition) {
        return condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
    }
}
