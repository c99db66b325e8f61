package io.counterweight.simulation;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Landing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Rule W2: automation never gives anybody more than it can carry, and more than its policy gives it in full health, while somebody who
 * may receive all of his share has room.
 */
final class HeadroomInvariant {

    /** Weights are rounded to thousandths. */
    private static final double ROUNDING = 0.003;

    private final ToLongFunction<Placement> latestIncident;

    /**
     * In one moment of a world.
     *
     * @param latestIncident the latest incident of a place that anybody knows; 0 where there was none
     */
    HeadroomInvariant(ToLongFunction<Placement> latestIncident) {
        this.latestIncident = latestIncident;
    }

    /** Who is given too much, in words; empty while it holds. */
    Optional<String> broken(Policy policy, List<TrafficOverride> overrides, DecisionRecord record) {
        boolean demanded = overrides.stream()
                .anyMatch(each -> each.concerns(policy.service())
                        && (each.action() instanceof Action.Pin || each.action() instanceof Action.Hold));
        Landing landing = record.landing();
        if (demanded || landing.over().isEmpty()) {
            return Optional.empty();
        }
        double slack = ROUNDING * landing.demand();
        return landing.over().keySet().stream()
                .filter(site -> Optional.ofNullable(record.conclusions().get(site))
                        .filter(each -> !each.condition().bad())
                        .isPresent())
                .filter(site -> load(landing, site) > base(policy, site) * landing.demand() + slack)
                .flatMap(site -> policy.datacenters().keySet().stream()
                        .filter(other -> !other.equals(site) && open(policy, overrides, record, other))
                        .filter(other ->
                                load(landing, other) < landing.capacities().getOrDefault(other, 0.0) - slack)
                        .map(other -> site + " gets too much of " + policy.service() + ", though " + other
                                + " has room: " + landing))
                .findFirst();
    }

    /** May receive all of its share, by evidence, weight and people, and by a ceiling that answers the latest incident. */
    private boolean open(Policy policy, List<TrafficOverride> overrides, DecisionRecord record, Site site) {
        boolean drained = overrides.stream()
                .anyMatch(each -> each.concerns(policy.service())
                        && each.action() instanceof Action.Drain drain
                        && drain.datacenter().equals(site));
        return !drained
                && Optional.ofNullable(record.conclusions().get(site))
                        .filter(each -> each.condition().equals(new Condition.Healthy(1)))
                        .isPresent()
                && Optional.ofNullable(record.ceilings().get(site))
                        .filter(ceiling -> ceiling.share() == 1)
                        .filter(ceiling ->
                                ceiling.epoch() >= latestIncident.applyAsLong(new Placement(policy.service(), site)))
                        .isPresent()
                && record.after().getOrDefault(site, 0) > 0;
    }

    private static double base(Policy policy, Site site) {
        Site first = policy.datacenters().entrySet().stream()
                .min(Comparator.comparingInt(each -> each.getValue().priority()))
                .orElseThrow()
                .getKey();
        return policy.mode() == Mode.WEIGHTED ? policy.share(site) : first.equals(site) ? 1 : 0;
    }

    private static double load(Landing landing, Site site) {
        return landing.loads().getOrDefault(site, 0.0);
    }
}
