package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /**
     * What is carried.
     *
     * @param measured by the datacenter itself; else estimated from what is sent there
     */
    public record Carried(double load, boolean measured) {}

    /** What was carried at one time. */
    public record Sample(long atMillis, Carried carried) {
        double load() {
            return carried.load;
        }
    }

    public Loads {
        samples = Frozen.map(samples);
    }

    public static Loads none() {
        return new Loads(new TreeMap<>());
    }

    /** Adds what is carried now, and forgets what is older than one exchange cycle: an estimate says nothing beside a measurement. */
    public Loads add(SortedMap<Placement, Carried> now, long atMillis, long cycleMillis) {
        SortedMap<Placement, List<Sample>> next = new TreeMap<>();
        now.forEach((place, carried) -> {
            List<Sample> kept = new ArrayList<>();
            for (Sample sample : samples.getOrDefault(place, List.of())) {
                if (atMillis - sample.atMillis <= cycleMillis && sample.carried.measured == carried.measured) {
                    kept.add(sample);
                }
            }
            kept.add(new Sample(atMillis, carried));
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
            if (samples.get(i).load() > highestLater) {
                highestLater = samples.get(i).load();
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
    public static Optional<Carried> carried(Evidence evidence, Placement place, double policyShare) {
        OptionalDouble measured = Traffic.measured(evidence, place, policyShare);
        OptionalDouble load = measured.isPresent() ? measured : Traffic.sent(evidence, place, policyShare);
        return load.isPresent() ? Optional.of(new Carried(load.getAsDouble(), measured.isPresent())) : Optional.empty();
    }
}
