package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.EndpointName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * A service's place in one datacenter.
 *
 * @param weight its part of the whole in {@link Mode#WEIGHTED}, relative to the others
 * @param priority its order in {@link Mode#PRIORITY}, and in {@link Mode#NEAREST} for clients of no known region; 1 comes first
 * @param capacity the most that it can carry of the service, in whatever unit the load is told in, such as requests a second; empty where
 *     nobody says (rule W2)
 * @param load where its load is read; empty where its instances push it, and where nobody measures
 * @param hook tells its application to stand down or to take over, in {@link Mode#EXCLUSIVE}
 */
public record DatacenterPolicy(
        int weight,
        int priority,
        SortedMap<EndpointName, Endpoint> endpoints,
        List<PublishedAddress> published,
        OptionalDouble capacity,
        Optional<LoadSource> load,
        Optional<RoleHook> hook) {

    public DatacenterPolicy {
        endpoints = Frozen.map(endpoints);
        published = List.copyOf(published);
        if (capacity.isPresent() && !(capacity.getAsDouble() > 0 && Double.isFinite(capacity.getAsDouble()))) {
            throw new IllegalArgumentException("capacity " + capacity.getAsDouble() + " is not above 0");
        }
    }

    /** A place whose load is read nowhere, and whose application is told nothing. */
    public DatacenterPolicy(
            int weight,
            int priority,
            SortedMap<EndpointName, Endpoint> endpoints,
            List<PublishedAddress> published,
            OptionalDouble capacity) {
        this(weight, priority, endpoints, published, capacity, Optional.empty(), Optional.empty());
    }

    /** A place whose capacity nobody says. */
    public DatacenterPolicy(
            int weight, int priority, SortedMap<EndpointName, Endpoint> endpoints, List<PublishedAddress> published) {
        this(weight, priority, endpoints, published, OptionalDouble.empty());
    }
}
