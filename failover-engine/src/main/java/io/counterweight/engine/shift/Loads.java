package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.name.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The share of its policy share that each datacenter carries: measured where its own reports say so, else what fresh reports'
 * applied weights send there (rule W3).
 *
 * @param samples of the last exchange cycle, by placement, the oldest first
 */
public record Loads(SortedMap<Placement, List<Sample>> samples) {

    /** One measurement. */
    public record Sample(long atMillis, double load) {}

    public Loads {
        samples = Collections.unmodifiableSortedMap(new TreeMap<>(samples));
    }

    public static Loads none() {
        return new Loads(new TreeMap<>());
    }

    /** Adds what is carried now, and forgets what is older than one exchange cycle. */
    public Loads add(SortedMap<Placement, Double> now, long atMillis, long cycleMillis) {
        SortedMap<Placement, List<Sample>> next = new TreeMap<>();
        now.forEach((place, load) -> {
            List<Sample> kept = new ArrayList<>();
            for (Sample sample : samples.getOrDefault(place, List.of())) {
                if (atMillis - sample.atMillis <= cycleMillis) {
                    kept.add(sample);
                }
            }
            kept.add(new Sample(atMillis, load));
            next.put(place, compact(kept));
        });
        return new Loads(next);
    }

    /** The highest of the last exchange cycle; empty when nothing was ever measured or applied. */
    public OptionalDouble highest(Placement place) {
        return samples.getOrDefault(place, List.of()).stream()
                .mapToDouble(Sample::load)
                .max();
    }

    /** Only samples that a later one does not exceed can ever be the highest: the rest need no memory. */
    private static List<Sample> compact(List<Sample> samples) {
        List<Sample> kept = new ArrayList<>();
        double highestLater = -1;
        for (int i = samples.size() - 1; i >= 0; i--) {
            if (samples.get(i).load > highestLater) {
                highestLater = samples.get(i).load;
                kept.addFirst(samples.get(i));
            }
        }
        return List.copyOf(kept);
    }

    /**
     * What a datacenter carries now.
     *
     * @param policyShare its part of the service by policy, 0 to 1
     */
    public static OptionalDouble carried(Evidence evidence, Placement place, double policyShare) {
        OptionalDouble measured = Traffic.measured(evidence, place);
        return measured.isPresent() ? measured : Traffic.sent(evidence, place, policyShare);
    }
}
