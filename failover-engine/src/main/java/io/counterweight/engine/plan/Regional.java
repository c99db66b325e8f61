package io.counterweight.engine.plan;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rule W1, mode nearest: the clients of each region are planned for as if they were a service of mode priority, with an order of their
 * own. So every rule that bounds a plan bounds each region's, and a ceiling is the largest part of any region that its datacenter may
 * receive.
 *
 * @param weights of the whole, by region; none in other modes, and where nothing may be served
 * @param steps what led to them, without what the clients of no known region have in common with them
 */
public record Regional(SortedMap<Region, SortedMap<Site, Integer>> weights, List<Step> steps) {

    /** Plans every region; {@code otherwise} is the plan of the clients whose region is not known. */
    public static Regional plan(
            Policy policy,
            List<Candidate> candidates,
            List<TrafficOverride> overrides,
            double deadBand,
            ServicePlanner.Planned otherwise) {
        SortedMap<Region, SortedMap<Site, Integer>> weights = new TreeMap<>();
        List<Step> steps = new ArrayList<>();
        for (Region region : policy.nearest().orders().keySet()) {
            ServicePlanner.Planned planned = ServicePlanner.plan(
                    policy, ordered(policy.nearest(), region, candidates), seen(region, overrides), deadBand);
            planned.weights().ifPresent(parts -> {
                weights.put(region, parts);
                steps.add(new Step("W1", "clients of " + region + " get " + words(parts), false));
            });
            planned.steps().stream()
                    .filter(step -> !otherwise.steps().contains(step))
                    .map(step -> new Step(
                            step.rule(), "clients of " + region + ": " + step.text(), step.refused(), step.override()))
                    .forEach(steps::add);
        }
        return new Regional(weights, List.copyOf(steps));
    }

    private static List<Candidate> ordered(Nearest nearest, Region region, List<Candidate> candidates) {
        return candidates.stream()
                .map(each -> each.withPriority(nearest.place(region, each.datacenter(), each.priority())))
                .toList();
    }

    private static List<TrafficOverride> seen(Region region, List<TrafficOverride> overrides) {
        return overrides.stream().map(each -> each.seenIn(region)).toList();
    }

    private static String words(SortedMap<Site, Integer> weights) {
        return weights.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }
}
