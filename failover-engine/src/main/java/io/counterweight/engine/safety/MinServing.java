package io.counterweight.engine.safety;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.name.Site;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Rule W4: automation leaves a weight to as many datacenters that serve as the policy asks for, however little they offer: their part
 * is never rounded to nothing. Against people's drains {@link Orders} keeps the same minimum.
 */
public final class MinServing {

    private MinServing() {}

    /**
     * The weights, with the least to those that must keep one.
     *
     * @param target parts of the whole; above 0 for whoever serves
     */
    public static SortedMap<Site, Integer> keep(
            SortedMap<Site, Double> target, SortedMap<Site, Integer> weights, int needed, Consumer<Step> steps) {
        SortedMap<Site, Integer> kept = new TreeMap<>(weights);
        target.entrySet().stream()
                .filter(part -> part.getValue() > 0 && weights.getOrDefault(part.getKey(), 0) == 0)
                .sorted(Map.Entry.<Site, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, needed - serving(weights)))
                .forEach(part -> {
                    kept.put(part.getKey(), 1);
                    kept.merge(largest(kept), -1, Integer::sum);
                    steps.accept(new Step(
                            "W4",
                            "wanted to leave " + part.getKey() + " without a weight, refused by min-serving: " + needed
                                    + " that serve must keep one",
                            true));
                });
        return kept;
    }

    private static long serving(SortedMap<Site, Integer> weights) {
        return weights.values().stream().filter(weight -> weight > 0).count();
    }

    private static Site largest(SortedMap<Site, Integer> weights) {
        return weights.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }
}
