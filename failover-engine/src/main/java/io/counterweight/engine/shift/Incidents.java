package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An observer's incidents (rule W3): each opens when its conclusion turns bad and stays its own until it turns good; what the
 * datacenter's ceiling has not answered by then is stated until it does, so that no incident is lost on the way. An order that leaves a
 * datacenter nothing is one too, for as long as it is in force: whoever did not hear of it is told by the epoch.
 *
 * @param open the epochs of those that are open
 * @param ordered where nothing but people's orders opened it: it needs no release
 * @param known the highest epoch known of each placement: opened here, or named by its ceiling
 */
public record Incidents(
        SortedMap<Placement, Long> open, SortedSet<Placement> ordered, SortedMap<Placement, Long> known) {

    /** One that is open. */
    private record Standing(long epoch, boolean ordered) {}

    public Incidents {
        open = Frozen.map(open);
        ordered = Frozen.set(ordered);
        known = Frozen.map(known);
    }

    public static Incidents none() {
        return new Incidents(new TreeMap<>(), new TreeSet<>(), new TreeMap<>());
    }

    /**
     * The incidents after these conclusions.
     *
     * @param stated the merged ceiling of every placement whose datacenter ever stated one
     * @param emptied where people's orders leave nothing, and there would be something without them
     */
    public Incidents observe(
            SortedMap<Placement, Conclusion> conclusions,
            SortedMap<Placement, Ceiling> stated,
            Set<Placement> emptied) {
        SortedMap<Placement, Long> nextOpen = new TreeMap<>();
        SortedSet<Placement> nextOrdered = new TreeSet<>();
        SortedMap<Placement, Long> nextKnown = new TreeMap<>();
        conclusions.forEach((place, conclusion) -> {
            Optional<Long> named = Optional.ofNullable(stated.get(place)).map(Ceiling::epoch);
            long highest = Math.max(named.orElse(0L), known(place));
            Optional<Standing> next = next(place, conclusion.condition(), named, emptied.contains(place));
            if (next.isPresent()) {
                nextOpen.put(place, next.get().epoch);
                highest = Math.max(highest, next.get().epoch);
            }
            if (next.filter(Standing::ordered).isPresent()) {
                nextOrdered.add(place);
            }
            if (highest > 0) {
                nextKnown.put(place, highest);
            }
        });
        return new Incidents(nextOpen, nextOrdered, nextKnown);
    }

    private Optional<Standing> next(Placement place, Condition condition, Optional<Long> named, boolean emptied) {
        Optional<Standing> standing =
                Optional.ofNullable(open.get(place)).map(epoch -> new Standing(epoch, ordered.contains(place)));
        Optional<Standing> trouble = standing.filter(each -> !each.ordered);
        if (condition.bad()) {
            return trouble.or(() -> Optional.of(
                    new Standing(standing.isPresent() ? later(place, named) : notLater(place, named), false)));
        }
        if (trouble.isPresent() && !good(condition)) {
            return trouble;
        }
        if (known(place) > named.orElse(0L)) {
            return Optional.of(new Standing(known(place), standing.isPresent() && trouble.isEmpty()));
        }
        if (!emptied) {
            return Optional.empty();
        }
        return standing.filter(Standing::ordered).or(() -> Optional.of(new Standing(later(place, named), true)));
    }

    /** One above the ceiling's; what is known already and was not answered is the same incident. */
    private long notLater(Placement place, Optional<Long> named) {
        return named.map(epoch -> Math.max(epoch + 1, known(place))).orElseGet(() -> known(place) + 1);
    }

    /** One above all that is known: trouble that begins under an order is no part of it, and needs its own release. */
    private long later(Placement place, Optional<Long> named) {
        return Math.max(named.orElse(0L), known(place)) + 1;
    }

    /** The highest epoch known of a placement; 0 when it never had an incident. */
    public long known(Placement place) {
        return known.getOrDefault(place, 0L);
    }

    private static boolean good(Condition condition) {
        return condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
    }
}
