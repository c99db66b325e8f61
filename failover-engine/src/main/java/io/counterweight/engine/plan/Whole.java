package io.counterweight.engine.plan;

import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parts of a whole: fractions that add up to 1, and weights that add up to {@link ServicePlan#WHOLE}. */
public final class Whole {

    private Whole() {}

    public static double sum(SortedMap<Site, Double> parts) {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The same proportions, adding up to 1; nothing but zeros stays as it is. */
    public static SortedMap<Site, Double> normalize(SortedMap<Site, Double> parts) {
        double sum = sum(parts);
        SortedMap<Site, Double> normal = new TreeMap<>(parts);
        if (sum > 0) {
            normal.replaceAll((site, part) -> part / sum);
        }
        return normal;
    }

    /** The same proportions, adding up to this. */
    static SortedMap<Site, Double> scaled(SortedMap<Site, Double> parts, double sum) {
        SortedMap<Site, Double> scaled = normalize(parts);
        scaled.replaceAll((site, part) -> part * sum);
        return scaled;
    }

    /** Integer weights by the largest remainder method (Hamilton), ties by name. The parts must add up to 1. */
    public static SortedMap<Site, Integer> weights(SortedMap<Site, Double> parts) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        List<Remainder> remainders = new ArrayList<>();
        int given = 0;
        for (Map.Entry<Site, Double> part : parts.entrySet()) {
            double exact = part.getValue() * ServicePlan.WHOLE;
            int floor = (int) Math.floor(exact + 1e-9);
            weights.put(part.getKey(), floor);
            given += floor;
            if (exact > 0) {
                remainders.add(new Remainder(part.getKey(), exact - floor));
            }
        }
        remainders.sort(Comparator.comparingDouble(Remainder::left).reversed().thenComparing(Remainder::site));
        for (int i = 0; given < ServicePlan.WHOLE && !remainders.isEmpty(); i++, given++) {
            weights.merge(remainders.get(i % remainders.size()).site(), 1, Integer::sum);
        }
        return weights;
    }

    private record Remainder(Site site, double left) {}
}
