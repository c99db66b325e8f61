package io.counterweight.engine.plan;

import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.name.Site;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The target of a policy's mode (rule W1): parts of the whole by datacenter, adding up to 1, or to 0 when nothing serves. What a
 * datacenter below its share leaves goes to those that neither fraction nor ceiling limits, so that each of them is used alike.
 */
public final class Spread {

    /** The order in which one is served before the other, ties by name. */
    public static final Comparator<Candidate> BY_PRIORITY =
            Comparator.comparingInt(Candidate::priority).thenComparing(Candidate::datacenter);

    private Spread() {}

    public static SortedMap<Site, Double> over(List<Candidate> candidates, Mode mode, double deadBand) {
        return switch (mode) {
            case WEIGHTED -> weighted(candidates, deadBand);
            case PRIORITY, NEAREST, EXCLUSIVE -> priority(candidates, deadBand);
        };
    }

    private static SortedMap<Site, Double> weighted(List<Candidate> candidates, double deadBand) {
        SortedMap<Site, Double> parts = new TreeMap<>();
        candidates.forEach(each -> parts.put(each.datacenter(), each.policyShare() * each.effective(deadBand)));
        double open = candidates.stream()
                .filter(each -> !each.limited(deadBand))
                .mapToDouble(each -> part(parts, each))
                .sum();
        if (open == 0) {
            return Whole.normalize(parts);
        }
        double left = 1 - Whole.sum(parts);
        candidates.stream()
                .filter(each -> !each.limited(deadBand))
                .forEach(each -> parts.computeIfPresent(each.datacenter(), (site, part) -> part + left * part / open));
        return parts;
    }

    private static SortedMap<Site, Double> priority(List<Candidate> candidates, double deadBand) {
        List<Candidate> ordered = candidates.stream().sorted(BY_PRIORITY).toList();
        SortedMap<Site, Double> parts = new TreeMap<>();
        double left = 1;
        for (Candidate each : ordered) {
            double part = Math.min(left, each.effective(deadBand));
            parts.put(each.datacenter(), part);
            left -= part;
        }
        if (left <= 0 || Whole.sum(parts) == 0) {
            return parts;
        }
        Candidate last = ordered.stream()
                .filter(each -> !each.limited(deadBand) && part(parts, each) > 0)
                .findFirst()
                .orElseGet(() -> ordered.stream()
                        .filter(each -> part(parts, each) > 0)
                        .findFirst()
                        .orElseThrow());
        parts.merge(last.datacenter(), left, Double::sum);
        return parts;
    }

    private static double part(SortedMap<Site, Double> parts, Candidate each) {
        return parts.getOrDefault(each.datacenter(), 0.0);
    }
}
