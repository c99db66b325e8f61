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
import org.jspecify.annotations.Nullable;

/** How any controller reads a datacenter's ceiling (rules G3, W3). */
public final class CeilingReader {

    private CeilingReader() {}

    /** What the datacenter itself states, merged over its controllers; empty while it never stated any. */
    public static Optional<Ceiling> stated(Evidence evidence, Placement place) {
        Optional<Ceiling> merged = Optional.empty();
        for (Held held : speakingCopies(evidence, place.datacenter())) {
            merged = merged(merged, held.ceilings().get(place.service()));
        }
        boolean home = place.datacenter().equals(evidence.home());
        return home
                ? merged(merged, evidence.own().of(place.service()).ceiling().orElse(null))
                : merged;
    }

    private static Optional<Ceiling> merged(Optional<Ceiling> one, @Nullable Ceiling other) {
        return other == null
                ? one
                : Optional.of(one.map(each -> each.merge(other)).orElse(other));
    }

    /**
     * A datacenter's part of a service.
     *
     * @param byPolicy of the whole, 0 to 1
     * @param byLastPlan the share of that which the reader's last plan gives it, 0 to 1; at a cold start the journal's plan
     */
    public record Part(double byPolicy, double byLastPlan) {}

    /**
     * A ceiling as its reader must read it, 0 to 1. One that names an earlier incident than the reader knows is the lower of itself
     * and the load that its datacenter reports. Where nobody measures that, it is what the others send there: a datacenter that has
     * not heard of the incident yet cannot say how much of its load is left, and to count its own answers would raise the reader's,
     * which would raise the next reading. Where nobody sends anything yet, and where no ceiling was ever stated, it is what the last
     * plan gives: a cold start goes on with the journal's plan (rules E9, G11), and who joins a running service gets nothing before it
     * has spoken (rule G9).
     */
    public static double share(Evidence evidence, Placement place, long knownEpoch, Part part) {
        Optional<Ceiling> stated = stated(evidence, place);
        if (stated.isEmpty()) {
            return part.byLastPlan;
        }
        double share = stated.get().share();
        if (stated.get().epoch() >= knownEpoch && !fellSilentInIncident(evidence, place)) {
            return share;
        }
        OptionalDouble measured = Traffic.measured(evidence, place);
        OptionalDouble load = measured.isPresent() ? measured : Traffic.sentByOthers(evidence, place, part.byPolicy);
        return Math.min(share, load.orElse(part.byLastPlan));
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

    /** All that its own datacenter ever stated and that is held here, fresh or not: what a started controller begins from. */
    public static Optional<Ceiling> everStated(Evidence evidence, Placement place) {
        return evidence.facts().of(place.datacenter()).stream()
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
