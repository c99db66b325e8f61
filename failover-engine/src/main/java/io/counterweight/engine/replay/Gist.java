package io.counterweight.engine.replay;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one decision on one service amounts to, without the words that change with every second: two decisions of equal gist
 * are one piece of news.
 *
 * @param conclusions the condition and the rule, by datacenter
 * @param rules that were at work, in order, each once
 */
public record Gist(
        SortedMap<Site, Integer> weights,
        SortedMap<Region, SortedMap<Site, Integer>> regions,
        SortedMap<Site, String> conclusions,
        List<String> rules) {

    public Gist {
        weights = Frozen.map(weights);
        regions = Frozen.map(regions);
        conclusions = Frozen.map(conclusions);
        rules = List.copyOf(rules);
    }

    public static Gist of(DecisionRecord record) {
        SortedMap<Region, SortedMap<Site, Integer>> regions = new TreeMap<>();
        record.regions().forEach((region, change) -> regions.put(region, change.after()));
        SortedMap<Site, String> conclusions = new TreeMap<>();
        record.conclusions()
                .forEach((site, conclusion) ->
                        conclusions.put(site, conclusion.condition().word() + "/" + conclusion.rule()));
        List<String> rules = record.steps().stream()
                .map(step -> step.rule() + (step.refused() ? " refused" : ""))
                .distinct()
                .toList();
        return new Gist(record.after(), regions, conclusions, rules);
    }

    /** Whether no client is answered otherwise. */
    boolean servesAs(Gist other) {
        return weights.equals(other.weights) && regions.equals(other.regions);
    }

    /** The weights that a decision's plan names, of services that have any. */
    public static SortedMap<ServiceName, SortedMap<Site, Integer>> weights(Decision decision) {
        SortedMap<ServiceName, SortedMap<Site, Integer>> weights = new TreeMap<>();
        decision.plan().services().forEach((service, plan) -> weights.put(service, plan.weights()));
        return weights;
    }

    static String words(SortedMap<Site, Integer> weights) {
        return weights.isEmpty()
                ? "nothing"
                : weights.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
