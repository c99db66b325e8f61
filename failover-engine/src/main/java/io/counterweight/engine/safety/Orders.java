package io.counterweight.engine.safety;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operators' overrides on one service, applied in stamp order (rule W6).
 *
 * @param candidates with the drains marked
 * @param pinned the weights of a pin or a hold, as parts of the whole: what returns from a later incident gets no more than its ceiling
 * @param demanded the same once every such return is complete
 */
public record Orders(
        List<Candidate> candidates,
        Optional<SortedMap<Site, Double>> pinned,
        Optional<SortedMap<Site, Double>> demanded) {

    private static final double TINY = 1e-9;

    public Orders {
        candidates = List.copyOf(candidates);
    }

    /** Applies what is in force; what would break a safety rule is refused and said. */
    public static Orders apply(
            ServiceName service,
            List<Candidate> candidates,
            List<TrafficOverride> overrides,
            Safety safety,
            double deadBand,
            Consumer<Step> steps) {
        Orders orders = new Orders(candidates, Optional.empty(), Optional.empty());
        for (TrafficOverride override : overrides) {
            if (override.concerns(service)) {
                Desk desk = new Desk(service, override, safety, deadBand, steps);
                orders = switch (override.action()) {
                    case Action.Drain drain -> orders.drain(drain.datacenter(), desk);
                    case Action.Pin pin -> orders.pin(pin.weights(), desk);
                    case Action.Hold hold -> orders.hold(hold.captured().get(service), desk);
                    case Action.Release release -> orders;
                    case Action.Evacuate evacuate -> orders; // a drain once its turn has come
                    case Action.Promote promote -> orders;
                };
            }
        }
        return orders;
    }

    /** What one override is judged by, and where the outcome is written down. */
    private record Desk(
            ServiceName service, TrafficOverride override, Safety safety, double deadBand, Consumer<Step> steps) {

        /** How much a datacenter may have of the part that is demanded of it: all, or while it returns from a later incident its ceiling. */
        double most(Candidate each, double demanded) {
            Placement place = new Placement(service, each.datacenter());
            boolean returns = override.yieldsTo(place, each.incident())
                    && each.ceiling() + deadBand < Math.min(1, demanded / each.policyShare());
            return returns ? each.policyShare() * each.ceiling() : demanded;
        }

        /** How many datacenters must go on serving; never none (rule W4). */
        int needed() {
            return override.breakGlass() ? 1 : Math.max(1, safety.minServing());
        }

        void accept(String what) {
            steps.accept(
                    new Step("W6", who() + " " + what + ": " + override.reason(), false, Optional.of(override.id())));
        }

        void refuse(String what, String why) {
            steps.accept(new Step(
                    "W4", who() + " wanted to " + what + ", refused " + why, true, Optional.of(override.id())));
        }

        private String who() {
            return override.owner() + (override.breakGlass() ? " (break-glass)" : "");
        }
    }

    private Orders drain(Site datacenter, Desk desk) {
        Optional<Candidate> drained = candidates.stream()
                .filter(each -> each.datacenter().equals(datacenter))
                .findFirst();
        if (drained.isEmpty()) {
            return this;
        }
        boolean hard = desk.override.hard();
        long left = candidates.stream()
                .filter(each -> !each.datacenter().equals(datacenter) && remains(each, hard, desk.deadBand))
                .count();
        boolean removesNothing = drained.get().condition().bad() && !hard;
        if (left < desk.needed() && !removesNothing) {
            desk.refuse(
                    "drain " + datacenter,
                    "by min-serving: " + left + " other datacenters would serve, " + desk.needed() + " must");
            return this;
        }
        desk.accept("drains " + datacenter);
        List<Candidate> marked = new ArrayList<>();
        for (Candidate each : candidates) {
            marked.add(each.datacenter().equals(datacenter)
                    ? each.withDrain(hard, desk.override.breakGlass())
                    : each);
        }
        return new Orders(marked, without(pinned, datacenter), without(demanded, datacenter));
    }

    /**
     * Whether a datacenter counts as left when another is drained. A hard drain counts whoever no person drained, dead or alive: a
     * death that comes later must not reopen it.
     */
    private static boolean remains(Candidate each, boolean hard, double deadBand) {
        return hard
                ? !each.drained() && !(each.condition() instanceof Condition.NeverHeard)
                : each.effective(deadBand) > 0;
    }

    private Orders pin(SortedMap<Site, Integer> weights, Desk desk) {
        SortedMap<Site, Double> parts = parts(weights, desk);
        long kept = parts.values().stream().filter(part -> part > 0).count();
        long serving = candidates.stream()
                .filter(each -> each.effective(desk.deadBand) > 0)
                .count();
        if (kept > 0 && kept < Math.min(desk.needed(), serving)) {
            desk.refuse("pin weights", "by min-serving: " + kept + " would serve, " + desk.needed() + " must");
            return this;
        }
        return demand("pin", parts, desk);
    }

    /** Without captured weights there is nothing to hold: the service is younger than the override. */
    private Orders hold(@Nullable SortedMap<Site, Integer> captured, Desk desk) {
        return captured == null ? this : demand("hold", parts(captured, desk), desk);
    }

    private Orders demand(String word, SortedMap<Site, Double> parts, Desk desk) {
        if (Whole.sum(parts) == 0) {
            desk.refuse(word + " weights", "by never-empty: nothing that serves would be left");
            return this;
        }
        SortedMap<Site, Double> demands = Whole.normalize(parts);
        Optional<SortedMap<Site, Double>> now = bounded(demands, desk);
        if (now.isEmpty()) {
            desk.refuse(
                    word + " weights", "by never-empty until what it names has returned: nothing else of it serves");
            return this;
        }
        desk.accept(word + "s the weights");
        return new Orders(candidates, now, Optional.of(demands));
    }

    /** Whoever returns from an incident that the order did not know of comes by its ceiling; the others have the rest meanwhile. */
    private Optional<SortedMap<Site, Double>> bounded(SortedMap<Site, Double> demands, Desk desk) {
        SortedMap<Site, Double> returning = new TreeMap<>();
        SortedMap<Site, Double> others = new TreeMap<>();
        for (Candidate each : candidates) {
            double demanded = demands.getOrDefault(each.datacenter(), 0.0);
            double most = desk.most(each, demanded);
            (most < demanded - TINY ? returning : others).put(each.datacenter(), most);
        }
        if (returning.isEmpty()) {
            return Optional.of(demands);
        }
        double rest = Whole.sum(others);
        double left = 1 - Whole.sum(returning);
        others.forEach((site, part) -> returning.put(site, rest == 0 ? 0 : part * left / rest));
        return rest == 0 ? Optional.empty() : Optional.of(returning);
    }

    /** What is demanded of every datacenter that may have it: a pin yields to loss unless it is hard. */
    private SortedMap<Site, Double> parts(SortedMap<Site, Integer> weights, Desk desk) {
        SortedMap<Site, Double> parts = new TreeMap<>();
        for (Candidate each : candidates) {
            boolean yields = each.condition().bad() && !desk.override.hard()
                    || each.condition() instanceof Condition.NeverHeard
                    || each.drained();
            double wanted = weights.getOrDefault(each.datacenter(), 0) / (double) ServicePlan.WHOLE;
            parts.put(each.datacenter(), yields ? 0 : wanted);
        }
        return parts;
    }

    private static Optional<SortedMap<Site, Double>> without(Optional<SortedMap<Site, Double>> parts, Site datacenter) {
        return parts.map(all -> {
                    SortedMap<Site, Double> rest = new TreeMap<>(all);
                    rest.put(datacenter, 0.0);
                    return rest;
                })
                .filter(rest -> Whole.sum(rest) > 0)
                .map(Whole::normalize);
    }
}
