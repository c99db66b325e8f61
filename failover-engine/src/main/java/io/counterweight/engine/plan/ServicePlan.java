package io.counterweight.engine.plan;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights to serve now for one service.
 *
 * @param hosts the absolute or zone-relative host names that clients resolve; a name ending in a dot is absolute
 * @param shares one per datacenter, sorted by datacenter; the weights add up to {@link #WHOLE}, which never changes, so that a
 *     small shift moves few clients; an empty list means that the service has no plan and must be answered SERVFAIL
 * @param ttl how long clients may keep an answer
 * @param least what the actuator checks the weights by
 * @param regions the weights of each region's clients, where the service is spread by region; they too add up to {@link #WHOLE}. The
 *     shares' weights are then those of clients whose region is not known
 * @param exclusive answered only with the one datacenter that it names, and only while the name server has the right to (rule E7)
 * @param shedding the part of all clients that is turned away, where it is not 0; the weights are those of the others (rule W2)
 */
public record ServicePlan(
        ServiceName service,
        List<String> hosts,
        List<DatacenterShare> shares,
        Duration ttl,
        AnswerChoice choice,
        Least least,
        SortedMap<Region, SortedMap<Site, Integer>> regions,
        boolean exclusive,
        Optional<Shed> shedding) {

    public static final int WHOLE = 1000;

    public ServicePlan {
        hosts = List.copyOf(hosts);
        shedding = shedding.filter(shed -> shed.parts() > 0);
        shares = shares.stream()
                .sorted(Comparator.comparing(DatacenterShare::datacenter))
                .toList();
        int sum = shares.stream().mapToInt(DatacenterShare::weight).sum();
        if (!shares.isEmpty() && sum != WHOLE) {
            throw new IllegalArgumentException(
                    "weights of " + service + " add up to " + sum + ", not " + WHOLE + ": " + shares);
        }
        SortedMap<Region, SortedMap<Site, Integer>> copy = new TreeMap<>();
        for (Map.Entry<Region, SortedMap<Site, Integer>> region : regions.entrySet()) {
            refuseWrong(service, region.getKey(), region.getValue(), shares);
            copy.put(region.getKey(), Frozen.map(region.getValue()));
        }
        regions = Frozen.map(copy);
    }

    private static void refuseWrong(
            ServiceName service, Region region, SortedMap<Site, Integer> weights, List<DatacenterShare> shares) {
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        boolean answerable = weights.entrySet().stream()
                .filter(part -> part.getValue() != 0)
                .allMatch(part -> part.getValue() > 0
                        && shares.stream()
                                .anyMatch(share -> share.datacenter().equals(part.getKey())
                                        && !share.addresses().isEmpty()));
        if (sum != WHOLE || !answerable) {
            throw new IllegalArgumentException("weights of " + service + " in region " + region + ", " + weights
                    + ", add up to " + sum + ", not " + WHOLE + ", or have no address to answer with: " + shares);
        }
    }

    /** A plan that its actuator checks by nothing but that no answer is empty, of a service that is not spread by region. */
    public ServicePlan(
            ServiceName service, List<String> hosts, List<DatacenterShare> shares, Duration ttl, AnswerChoice choice) {
        this(service, hosts, shares, ttl, choice, Least.none(), Collections.emptySortedMap(), false, Optional.empty());
    }

    /** The part of all clients that is turned away. */
    public Shed shed() {
        return shedding.orElseGet(Shed::nothing);
    }

    /** The weights alone, in thousandths of the whole. */
    public SortedMap<Site, Integer> weights() {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        shares.forEach(share -> weights.put(share.datacenter(), share.weight()));
        return weights;
    }

    /**
     * The largest part that each datacenter has of any region's clients; without regions the weights. It is what a ceiling bounds, and
     * so what loads are read from.
     */
    public SortedMap<Site, Integer> peaks() {
        SortedMap<Site, Integer> peaks = weights();
        regions.values().forEach(weights -> weights.forEach((site, weight) -> peaks.merge(site, weight, Math::max)));
        return peaks;
    }
}
