package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.EndpointName;
import java.util.List;
import java.util.SortedMap;

/**
 * A service's place in one datacenter.
 *
 * @param weight its part of the whole in {@link Mode#WEIGHTED}, relative to the others
 * @param priority its order in {@link Mode#PRIORITY}, and in {@link Mode#NEAREST} for clients of no known region; 1 comes first
 */
public record DatacenterPolicy(
        int weight, int priority, SortedMap<EndpointName, Endpoint> endpoints, List<PublishedAddress> published) {

    public DatacenterPolicy {
        endpoints = Frozen.map(endpoints);
        published = List.copyOf(published);
    }
}
