package io.counterweight.health;

import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;

/** What an endpoint's watch is held under. */
public record EndpointKey(ServiceName service, EndpointName endpoint) implements Comparable<EndpointKey> {
    @Override
    public int compareTo(EndpointKey other) {
        int order = service.compareTo(other.service);
        return order == 0 ? endpoint.compareTo(other.endpoint) : order;
    }
}
