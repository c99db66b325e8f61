package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.ServicePlanner;
import io.counterweight.engine.shift.Preparations;
import io.counterweight.engine.shift.Preparations.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A person's soft drain of what still serves would send clients to datacenters that had none: stateful applications there are asked
 * before (rule W3). Who has clients already is asked nothing; what is dead waits for nobody, and neither does who insists.
 *
 * @param candidates as they are without this drain
 * @param before the orders before it
 */
record Takeover(
        Basis basis, Policy policy, List<Candidate> candidates, List<TrafficOverride> before, TrafficOverride order) {

    /** Why the drain waits for these; empty where it does not. */
    Optional<Step> waits(SortedSet<Site> takers) {
        Evidence evidence = basis.evidence();
        SortedMap<Site, String> missing = new TreeMap<>();
        boolean denied = false;
        for (Site site : takers) {
            Placement place = new Placement(policy.service(), site);
            Optional<String> why = serves(place) ? Optional.empty() : Preparations.missing(evidence, place, order);
            why.ifPresent(words -> missing.put(site, words));
            denied |= why.isPresent() && Preparations.denied(evidence, place, order);
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String text =
                order.owner() + " wanted to drain " + drained().map(Site::value).orElse("") + ", "
                        + (denied ? "refused" : "which waits") + " by shifting.before: " + words(missing);
        return Optional.of(new Step("W3", text, denied, Optional.of(order.id())));
    }

    /** What the application of the own datacenter is asked, for as long as the drain lasts. */
    Optional<Question> question(SortedSet<Site> takers) {
        Site home = basis.evidence().home();
        return takers.contains(home)
                ? Preparations.question(policy, home, Preparations.cause(order))
                : Optional.empty();
    }

    /** Those that have no clients without the drain, have some with it, and are to be asked. */
    SortedSet<Site> takers(double deadBand) {
        SortedSet<Site> takers = new TreeSet<>();
        boolean moves = drained()
                .flatMap(this::candidate)
                .filter(each -> each.effective(deadBand) > 0)
                .isPresent();
        if (!moves || policy.exclusive() || order.hard() || order.breakGlass()) {
            return takers;
        }
        List<TrafficOverride> with = new ArrayList<>(before);
        with.add(order);
        SortedMap<Site, Integer> without = weights(before, deadBand);
        weights(with, deadBand).forEach((site, weight) -> {
            if (weight > 0 && without.getOrDefault(site, 0) == 0 && Preparations.asks(policy, site)) {
                takers.add(site);
            }
        });
        return takers;
    }

    private SortedMap<Site, Integer> weights(List<TrafficOverride> orders, double deadBand) {
        return ServicePlanner.plan(policy, candidates, orders, deadBand)
                .weights()
                .orElseGet(TreeMap::new);
    }

    /** Clients are sent there already: by one's own last plan, or by anybody who is heard. */
    private boolean serves(Placement place) {
        boolean own = basis.before()
                .service(place.service())
                .map(ServicePlan::weights)
                .filter(weights -> weights.getOrDefault(place.datacenter(), 0) > 0)
                .isPresent();
        return own
                || basis.evidence().allSpeaking().stream()
                        .anyMatch(
                                report -> report.of(place.service()).applied().getOrDefault(place.datacenter(), 0) > 0);
    }

    private Optional<Site> drained() {
        return order.action() instanceof Action.Drain drain ? Optional.of(drain.datacenter()) : Optional.empty();
    }

    private Optional<Candidate> candidate(Site site) {
        return candidates.stream()
                .filter(each -> each.datacenter().equals(site))
                .findFirst();
    }

    private static String words(SortedMap<Site, String> missing) {
        StringBuilder words = new StringBuilder();
        missing.forEach((site, why) -> words.append(words.isEmpty() ? "" : "; ")
                .append(site)
                .append(": ")
                .append(why));
        return words.toString();
    }
}
