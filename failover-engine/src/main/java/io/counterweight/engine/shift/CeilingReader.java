package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How any controller reads a datacenter's ceiling (rules G3, W3). */
public final class CeilingReader {

    private CeilingReader() {}

    /**
     * What the datacenter itself states, merged over its controllers; empty while it never stated any. Whoever states none now, because
     * it has just started or resumed, is taken by its last word only where no sibling states any either.
     */
    public static Optional<Ceiling> stated(Evidence evidence, Placement place) {
        List<Held> copies = speakingCopies(evidence, place.datacenter());
        Optional<Ceiling> merged = evidence.home().equals(place.datacenter())
                ? evidence.own().of(place.service()).ceiling()
                : Optional.empty();
        for (Held held : copies) {
            merged = merged(merged, held.report().of(place.service()).ceiling());
        }
        if (merged.isEmpty()) {
            for (Held held : copies) {
                merged = merged(merged, Optional.ofNullable(held.ceilings().get(place.service())));
            }
        }
        return merged;
    }

    private static Optional<Ceiling> merged(Optional<Ceiling> one, Optional<Ceiling> other) {
        return one.isEmpty() ? other : other.map(one.get()::merge).or(() -> one);
    }

    /**
     * A datacenter's part of a service.
     *
     * @param byPolicy of the whole, 0 to 1
     * @param byLastPlan the share of that which the reader's last plan gives it, 0 to 1; at a cold start the journal's plan; empty where
     *     the service never had a plan
     */
    public record Part(double byPolicy, OptionalDouble byLastPlan) {}

    /**
     * A ceiling as its reader must read it, 0 to 1. One that names an earlier incident than the reader knows is the lower of itself
     * and the load that its datacenter reports. Where nobody measures that, it is what the others send there: a datacenter that has
     * not heard of the incident yet cannot say how much of its load is left, and to count its own answers would raise the reader's,
     * which would raise the next reading. Where nobody sends anything yet, and where no ceiling was ever stated, it is what the last
     * plan gives: a cold start goes on with the journal's plan (rules E9, G11), and who joins a running service gets nothing before it
     * has spoken (rule G9). A reader learns of incidents from everybody: one that started empty, old or late reads as the others do.
     */
    public static double share(Evidence evidence, Placement place, long knownEpoch, Part part) {
        long latest = latest(evidence, place, knownEpoch);
        Optional<Ceiling> stated = stated(evidence, place);
        boolean planKnowsIt = knownEpoch >= latest;
        if (stated.isEmpty() && planKnowsIt) {
            return part.byLastPlan.orElse(latest == 0 ? 1 : 0);
        }
        boolean answered = stated.filter(ceiling -> ceiling.epoch() >= latest).isPresent();
        double share = stated.map(Ceiling::share).orElse(1.0);
        if (answered && !fellSilentInIncident(evidence, place)) {
            return share;
        }
        OptionalDouble measured = Traffic.measured(evidence, place, part.byPolicy);
        OptionalDouble load = measured.isPresent() ? measured : Traffic.sentByOthers(evidence, place, part.byPolicy);
        return Math.min(share, load.orElse(planKnowsIt ? part.byLastPlan.orElse(0) : 0));
    }

    /** The latest incident of a place: of those that the reader knows, that its ceiling answers, and that others name. */
    public static long latest(Evidence evidence, Placement place, long knownEpoch) {
        long answered = stated(evidence, place).map(Ceiling::epoch).orElse(0L);
        return Math.max(Math.max(knownEpoch, answered), named(evidence, place));
    }

    /** The latest incident that others name. A datacenter reads its own ceiling as it stands: it is about to answer. */
    private static long named(Evidence evidence, Placement place) {
        return place.datacenter().equals(evidence.home())
                ? 0
                : evidence.allSpeaking().stream()
                        .mapToLong(
                                report -> report.of(place.service()).incidents().getOrDefault(place.datacenter(), 0L))
                        .max()
                        .orElse(0);
    }

    /**
     * A datacenter answered an incident while it could, and fell silent before anybody found it well again: the answer is of another
     * time. Without this the death of a voter would send clients back to a datacenter that died of a trouble it had answered.
     */
    private static boolean fellSilentInIncident(Evidence evidence, Placement place) {
        return !evidence.fresh(place.datacenter())
                && evidence.allSpeaking().stream()
                        .anyMatch(
                                report -> report.of(place.service()).incidents().containsKey(place.datacenter()));
    }

    /**
     * What its own datacenter stated and a controller that starts begins from. One with a journal has its own last word: of the others
     * the fresh count, for what the dead said may be of before. One without takes all that is held, fresh or not.
     */
    public static Optional<Ceiling> everStated(Evidence evidence, Placement place, boolean journaled) {
        return evidence.facts().of(place.datacenter()).stream()
                .filter(held -> !journaled
                        || held.report().writer().equals(evidence.reader())
                        || evidence.facts().fresh(held, evidence.now()))
                .flatMap(held -> Optional.ofNullable(held.ceilings().get(place.service())).stream())
                .reduce(Ceiling::merge);
    }

    /** The fresh copies; of a stale datacenter those last heard within one staleness bound of each other. */
    private static List<Held> speakingCopies(Evidence evidence, Site datacenter) {
        List<Held> others = new ArrayList<>();
        List<Held> fresh = new ArrayList<>();
        for (Held held : evidence.facts().of(datacenter)) {
            if (!held.report().writer().equals(evidence.reader())) {
                others.add(held);
                if (evidence.facts().fresh(held, evidence.now())) {
                    fresh.add(held);
                }
            }
        }
        if (!fresh.isEmpty() || datacenter.equals(evidence.home())) {
            return fresh;
        }
        long latest = others.stream().mapToLong(Held::advancedAt).max().orElse(0);
        long bound = evidence.facts().stalenessMillis();
        return others.stream()
                .filter(held -> latest - held.advancedAt() <= bound)
                .toList();
    }
}
