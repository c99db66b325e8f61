package io.counterweight.engine.exclusive;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which datacenter an exclusive service belongs in. It stays where it is while that serves at all, and moves to one that comes before it
 * in the policy's order only when nothing keeps that below its full share: each move is an interruption.
 *
 * @param datacenter empty where nothing may have it
 * @param urgent where it is now, it is not served: whoever names that stands down at once
 */
public record Preference(Optional<Site> datacenter, boolean urgent, List<Step> steps) {

    public Preference {
        steps = List.copyOf(steps);
    }

    /**
     * What a preference is made from.
     *
     * @param candidates with people's drains marked
     * @param pinned the weights that a pin or a hold demands
     * @param current where the service is now, as far as this controller knows
     * @param movedByPeopleAlone with two in the voting set nothing else moves it
     */
    record Case(
            List<Candidate> candidates,
            Optional<SortedMap<Site, Double>> pinned,
            Optional<Promotion> promotion,
            Optional<Site> current,
            double deadBand,
            boolean movedByPeopleAlone) {

        private Optional<Candidate> of(Site site) {
            return candidates.stream()
                    .filter(each -> each.datacenter().equals(site))
                    .findFirst();
        }

        private boolean serves(Candidate each) {
            return each.effective(deadBand) > 0;
        }
    }

    static Preference of(Case facts) {
        Optional<Candidate> current = facts.current().flatMap(facts::of);
        boolean urgent = current.filter(facts::serves).isEmpty();
        if (facts.promotion().isPresent()) {
            return new Preference(
                    Optional.of(facts.promotion().get().datacenter()), urgent, List.of(facts.promotion().get().step()));
        }
        if (facts.pinned().isPresent()) {
            return new Preference(heaviest(facts.pinned().get()), urgent, List.of());
        }
        Optional<Site> wanted = wanted(facts, current);
        if (wanted.isEmpty()) {
            return nothingServes(current);
        }
        boolean byPeople = current.isEmpty() || current.get().drained();
        if (facts.movedByPeopleAlone() && !byPeople && !wanted.equals(facts.current())) {
            return new Preference(
                    facts.current(),
                    urgent,
                    List.of(new Step(
                            "E7",
                            "wanted to move from " + current.get().datacenter() + " (" + current.get().condition().word()
                                    + ") to " + wanted.get() + ", refused by exclusive: with two in the voting set only a"
                                    + " person moves it",
                            true)));
        }
        return new Preference(wanted, urgent, List.of());
    }

    private static Optional<Site> heaviest(SortedMap<Site, Double> parts) {
        return parts.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .max(Map.Entry.<Site, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static Optional<Site> wanted(Case facts, Optional<Candidate> current) {
        List<Candidate> ordered = new ArrayList<>(facts.candidates());
        ordered.sort(Spread.BY_PRIORITY);
        Optional<Candidate> full = ordered.stream()
                .filter(each -> !each.limited(facts.deadBand()))
                .findFirst();
        Optional<Candidate> stays = current.filter(facts::serves);
        if (stays.isPresent()) {
            return full.filter(each -> Spread.BY_PRIORITY.compare(each, stays.get()) < 0)
                    .or(() -> stays)
                    .map(Candidate::datacenter);
        }
        return full.or(() -> ordered.stream()
                        .filter(facts::serves)
                        .max(Comparator.comparingDouble((Candidate each) -> each.effective(facts.deadBand()))
                                .thenComparing(Spread.BY_PRIORITY.reversed())))
                .map(Candidate::datacenter);
    }

    /** No machine opens an exclusive service, and none reopens what a person drained hard: it stays where it is, or nowhere. */
    private static Preference nothingServes(Optional<Candidate> current) {
        Optional<Site> stays =
                current.filter(each -> !each.hardDrained()).map(Candidate::datacenter);
        return new Preference(
                stays,
                stays.isEmpty(),
                List.of(new Step(
                        "E8",
                        "nothing is left to serve, and an exclusive service never fails open: it stays "
                                + stays.map(site -> "in " + site).orElse("unanswered"),
                        false)));
    }
}
