package io.counterweight.engine.fact;

import io.counterweight.engine.name.ServiceName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that one controller sees by itself at one moment: the health aggregator's product, and the engine's first input. */
public record Observations(SelfCheck self, SortedMap<ServiceName, ServiceObservation> services) {

    public Observations {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    }

    public ServiceObservation of(ServiceName service) {
        ServiceObservation seen = services.get(service);
        return seen == null ? ServiceObservation.nothing() : seen;
    }
}
