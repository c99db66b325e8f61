package io.counterweight.engine.plan;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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
 */
public record ServicePlan(
        ServiceName service,
        List<String> hosts,
        List<DatacenterShare> shares,
        Duration ttl,
        AnswerChoice choice,
        Least least) {

    public static final int WHOLE = 1000;

    public ServicePlan {
        hosts = List.copyOf(hosts);
        shares = shares.stream()
                .sorted(Comparator.comparing(DatacenterShare::datacenter))
                .toList();
        int sum = shares.stream().mapToInt(DatacenterShare::weight).sum();
        if (!shares.isEmpty() && sum != WHOLE) {
            throw new IllegalArgumentException(
                    "weights of " + service + " add up to " + sum + ", not " + WHOLE + ": " + shares);
        }
    }

    /** A plan that its actuator checks by nothing but that no answer is empty. */
    public ServicePlan(
            ServiceName service, List<String> hosts, List<DatacenterShare> shares, Duration ttl, AnswerChoice choice) {
        this(service, hosts, shares, ttl, choice, Least.none());
    }

    /** The weights alone, in thousandths of the whole. */
    public SortedMap<Site, Integer> weights() {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        shares.forEach(share -> weights.put(share.datacenter(), share.weight()));
        return weights;
    }
}
