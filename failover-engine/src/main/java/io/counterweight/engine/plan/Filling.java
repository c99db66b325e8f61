package io.counterweight.engine.plan;

import io.counterweight.engine.name.Site;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weighted max-min fair sharing by progressive filling, as water rises in vessels of different width: all rise together, in proportion to
 * their weights; who is full stays so, and the rest of the water goes to the others (Bertsekas and Gallager, Data Networks, 2nd edition,
 * section 6.5.2).
 */
final class Filling {

    private static final double TINY = 1e-12;

    private Filling() {}

    /**
     * How much each gets: no more than its limit, in all as much as there is, or as the limits permit.
     *
     * @param weights how fast each rises; 0 and less gets nothing
     * @param limits how much each may get; whoever is not named, nothing
     */
    static SortedMap<Site, Double> fill(double water, SortedMap<Site, Double> weights, SortedMap<Site, Double> limits) {
        SortedMap<Site, Double> filled = new TreeMap<>();
        weights.keySet().forEach(site -> filled.put(site, 0.0));
        SortedMap<Site, Double> rising = new TreeMap<>(weights);
        rising.entrySet().removeIf(each -> each.getValue() <= 0 || room(each.getKey(), filled, limits) <= TINY);
        double left = water;
        while (left > TINY && !rising.isEmpty()) {
            double width = Whole.sum(rising);
            double level = left / width;
            for (Map.Entry<Site, Double> each : rising.entrySet()) {
                level = Math.min(level, room(each.getKey(), filled, limits) / each.getValue());
            }
            double rise = level;
            rising.forEach((site, weight) -> filled.merge(site, rise * weight, Double::sum));
            left -= rise * width;
            rising.keySet().removeIf(site -> room(site, filled, limits) <= TINY);
        }
        return filled;
    }

    private static double room(Site site, SortedMap<Site, Double> filled, SortedMap<Site, Double> limits) {
        return limits.getOrDefault(site, 0.0) - filled.getOrDefault(site, 0.0);
    }
}
