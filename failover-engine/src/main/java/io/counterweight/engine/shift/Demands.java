package io.counterweight.engine.shift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What all clients of each service ask for (rule W2). In calm it is measured and bounds nothing. Once anything of the service is no
 * longer in order it is frozen, at the highest of the last half minute of calm, so that no weight follows a load that drifts, or one
 * that is counted twice while clients move. Controllers that freeze alike hear of each other and take the highest, which is in their
 * reports and their journals. Once all is in order again it is forgotten.
 *
 * @param <K> what is counted apart: a service, or the own clients of one of its datacenters in mode nearest
 * @param calm what was measured in the last half minute, by service, the oldest first; empty for those that are not in order
 * @param frozen by service, of those that are not in order
 */
public record Demands<K extends Comparable<K>>(SortedMap<K, List<Sample>> calm, SortedMap<K, Double> frozen) {

    private static final long REMEMBERED_MILLIS = 30_000;
    private static final long BUCKET_MILLIS = 1_000;

    /** The highest of one second, the first moment of which is named. */
    public record Sample(long sinceMillis, Live live) {}

    /**
     * The sum over a service's datacenters.
     *
     * @param measured whether all of it is; else capacities stand in for what is not known
     */
    public record Live(double demand, boolean measured) {}

    /**
     * What is known of one service now.
     *
     * @param inOrder no incident, drain, pin or ramp of it is open
     * @param live the sum over its datacenters; empty where one of them is not known and nothing stands in
     * @param heard the highest that anybody states as frozen
     */
    public record Now(boolean inOrder, Optional<Live> live, OptionalDouble heard) {}

    public Demands {
        calm = Collections.unmodifiableSortedMap(new TreeMap<>(calm));
        frozen = Collections.unmodifiableSortedMap(new TreeMap<>(frozen));
    }

    /** After a restart, with what the journal holds of incidents that were open. */
    public static <K extends Comparable<K>> Demands<K> recovered(SortedMap<K, Double> frozen) {
        return new Demands<>(new TreeMap<>(), frozen);
    }

    /** After this; services that are not named are forgotten. */
    public Demands<K> advance(SortedMap<K, Now> services, long atMillis) {
        SortedMap<K, List<Sample>> nextCalm = new TreeMap<>();
        SortedMap<K, Double> nextFrozen = new TreeMap<>();
        services.forEach((service, now) -> {
            if (now.inOrder) {
                nextCalm.put(service, with(calm.getOrDefault(service, List.of()), now.live, atMillis));
            } else {
                freeze(service, now).ifPresent(demand -> nextFrozen.put(service, demand));
            }
        });
        return new Demands<>(nextCalm, nextFrozen);
    }

    private OptionalDouble freeze(K service, Now now) {
        Double before = frozen.get(service);
        DoubleStream own = before == null
                ? calm.getOrDefault(service, List.of()).stream().mapToDouble(sample -> sample.live.demand)
                : DoubleStream.of(before);
        OptionalDouble highest = DoubleStream.concat(own, now.heard.stream()).max();
        return highest.isPresent()
                ? highest
                : now.live.stream().mapToDouble(Live::demand).max();
    }

    /** What stands in for a load says nothing beside what was measured. */
    private static List<Sample> with(List<Sample> samples, Optional<Live> live, long atMillis) {
        List<Sample> kept = new ArrayList<>(samples);
        kept.removeIf(sample -> atMillis - sample.sinceMillis > REMEMBERED_MILLIS);
        if (live.filter(Live::measured).isPresent()) {
            kept.removeIf(sample -> !sample.live.measured);
        }
        boolean known = kept.stream().anyMatch(sample -> sample.live.measured);
        live.filter(now -> now.measured || !known).ifPresent(now -> {
            boolean sameSecond = !kept.isEmpty() && atMillis - kept.getLast().sinceMillis < BUCKET_MILLIS;
            Sample last = sameSecond ? kept.removeLast() : new Sample(atMillis, now);
            kept.add(new Sample(last.sinceMillis, last.live.demand > now.demand ? last.live : now));
        });
        return List.copyOf(kept);
    }

    /** What headroom is computed by; empty in calm, and where nobody knows. */
    public OptionalDouble of(K service) {
        Double demand = frozen.get(service);
        return demand == null ? OptionalDouble.empty() : OptionalDouble.of(demand);
    }
}
