package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import java.util.SortedMap;

/** All that one controller sees by itself at one moment: the health aggregator's product, and the engine's first input. */
public record Observations(SelfCheck self, SortedMap<ServiceName, ServiceObservation> services) {

    public Observations {
        services = Frozen.map(services);
    }

    public ServiceObservation of(ServiceName service) {
        ServiceObservation seen = services.get(service);
        return seen == null ? ServiceObservation.nothing() : seen;
    }
}
