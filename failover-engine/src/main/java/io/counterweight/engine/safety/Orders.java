package io.counterweight.engine.safety;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
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

/**
 * The operators' overrides on one service, applied in stamp order (rule W6).
 *
 * @param candidates with the drains marked
 * @param pinned the weights that a pin or a hold demands, as parts of the whole
 */
public record Orders(List<Candidate> candidates, Optional<SortedMap<Site, Double>> pinned) {

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
        Orders orders = new Orders(candidates, Optional.empty());
        for (TrafficOverride override : overrides) {
            if (override.concerns(service)) {
                orders = switch (override.action()) {
                    case Action.Drain drain -> orders.drain(drain.datacenter(), override, safety, deadBand, steps);
                    case Action.Pin pin -> orders.pin("pin", pin.weights(), override, steps);
                    case Action.Hold hold ->
                        orders.pin("hold", hold.captured().getOrDefault(service, new TreeMap<>()), override, steps);
                    case Action.Release release -> orders;
                };
            }
        }
        return orders;
    }

    private Orders drain(
            Site datacenter, TrafficOverride override, Safety safety, double deadBand, Consumer<Step> steps) {
        if (candidates.stream().noneMatch(each -> each.datacenter().equals(datacenter))) {
            return this;
        }
        long serving = candidates.stream()
                .filter(each -> !each.datacenter().equals(datacenter) && each.effective(deadBand) > 0)
                .count();
        int needed = override.breakGlass() ? 1 : Math.max(1, safety.minServing());
        if (serving < needed && !override.hard()) {
            steps.accept(new Step(
                    "W6",
                    who(override) + " wanted to drain " + datacenter + ", refused by min-serving: " + serving
                            + " other datacenters would serve, " + needed + " must",
                    true));
            return this;
        }
        steps.accept(new Step("W6", who(override) + " drains " + datacenter + ": " + override.reason(), false));
        List<Candidate> marked = new ArrayList<>();
        for (Candidate each : candidates) {
            marked.add(each.datacenter().equals(datacenter) ? each.withDrain(override.hard()) : each);
        }
        return new Orders(marked, pinned.map(parts -> without(parts, datacenter)));
    }

    private Orders pin(String word, SortedMap<Site, Integer> weights, TrafficOverride override, Consumer<Step> steps) {
        SortedMap<Site, Double> parts = new TreeMap<>();
        for (Candidate each : candidates) {
            double wanted = weights.getOrDefault(each.datacenter(), 0) / (double) ServicePlan.WHOLE;
            boolean yields = each.condition().bad() && !override.hard() || each.drained();
            parts.put(each.datacenter(), yields ? 0 : wanted);
        }
        if (Whole.sum(parts) == 0) {
            steps.accept(new Step(
                    "W6",
                    who(override) + " wanted to " + word + " weights, refused: nothing that serves would be left",
                    true));
            return this;
        }
        steps.accept(new Step("W6", who(override) + " " + word + "s the weights: " + override.reason(), false));
        return new Orders(candidates, Optional.of(Whole.normalize(parts)));
    }

    private static SortedMap<Site, Double> without(SortedMap<Site, Double> parts, Site datacenter) {
        SortedMap<Site, Double> rest = new TreeMap<>(parts);
        rest.put(datacenter, 0.0);
        return Whole.normalize(rest);
    }

    private static String who(TrafficOverride override) {
        return override.owner() + (override.breakGlass() ? " (break-glass)" : "");
    }
}
