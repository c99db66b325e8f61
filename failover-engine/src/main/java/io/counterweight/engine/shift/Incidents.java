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
 * datacenter's ceiling has not answered by then is stated until it does, so that no incident is lost on the way. Where the conclusion
 * is only held meanwhile the ceiling may climb: what turns bad again then is another incident, or the climb would go on from where it is.
 * An order that leaves a datacenter nothing is one too, for as long as it is in force: whoever did not hear of it is told by the epoch.
 *
 * @param open the epochs of those that are open
 * @param ordered where nothing but people's orders opened it: it needs no release
 * @param held those that are open though their conclusion is not bad now
 * @param known the highest epoch known of each placement: opened here, or named by its ceiling
 */
public record Incidents(
        SortedMap<Placement, Long> open,
        SortedSet<Placement> ordered,
        SortedSet<Placement> held,
        SortedMap<Placement, Long> known) {

    /** One that is open. */
    private record Standing(long epoch, boolean ordered) {}

    public Incidents {
        open = Frozen.map(open);
        ordered = Frozen.set(ordered);
        held = Frozen.set(held);
        known = Frozen.map(known);
    }

    public static Incidents none() {
        return new Incidents(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
    }

    /** Of a controller that was restarted and has concluded nothing yet. */
    public static Incidents recovered(
            SortedMap<Placement, Long> open, SortedSet<Placement> ordered, SortedMap<Placement, Long> known) {
        return new Incidents(open, ordered, new TreeSet<>(open.keySet()), known);
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
        SortedSet<Placement> nextHeld = new TreeSet<>();
        SortedMap<Placement, Long> nextKnown = new TreeMap<>();
        conclusions.forEach((place, conclusion) -> {
            Optional<Ceiling> ceiling = Optional.ofNullable(stated.get(place));
            Optional<Long> named = ceiling.map(Ceiling::epoch);
            long highest = Math.max(named.orElse(0L), known(place));
            Optional<Standing> next = next(place, conclusion.condition(), ceiling, emptied.contains(place));
            if (next.isPresent()) {
                nextOpen.put(place, next.get().epoch);
                if (!conclusion.condition().bad()) {
                    nextHeld.add(place);
                }
                highest = Math.max(highest, next.get().epoch);
            }
            if (next.filter(Standing::ordered).isPresent()) {
                nextOrdered.add(place);
            }
            if (highest > 0) {
                nextKnown.put(place, highest);
            }
        });
        return new Incidents(nextOpen, nextOrdered, nextHeld, nextKnown);
    }

    private Optional<Standing> next(Placement place, Condition condition, Optional<Ceiling> ceiling, boolean emptied) {
        Optional<Long> named = ceiling.map(Ceiling::epoch);
        Optional<Standing> standing =
                Optional.ofNullable(open.get(place)).map(epoch -> new Standing(epoch, ordered.contains(place)));
        Optional<Standing> trouble = standing.filter(each -> !each.ordered);
        if (condition.bad()) {
            return trouble.filter(same -> !(held.contains(place) && hasClimbed(same, ceiling)))
                    .or(() -> Optional.of(
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

    private static boolean hasClimbed(Standing since, Optional<Ceiling> ceiling) {
        return ceiling.filter(each -> each.epoch() >= since.epoch && each.share() > each.from())
                .isPresent();
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
