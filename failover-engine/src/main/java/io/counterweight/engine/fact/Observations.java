package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that one controller sees by itself at one moment: the health aggregator's product, and the engine's first input. */
public record Observations(SelfCheck self, SortedMap<ServiceName, ServiceObservation> services) {

    public Observations {
        services = Frozen.map(services);
    }

    /** The same with what applications have confirmed to be. */
    public Observations with(SortedMap<ServiceName, Role> confirmed) {
        if (confirmed.isEmpty()) {
            return this;
        }
        SortedMap<ServiceName, ServiceObservation> all = new TreeMap<>(services);
        confirmed.forEach((service, role) -> all.put(service, of(service).with(role)));
        return new Observations(self, all);
    }

    /** The same with what applications said when they were asked before traffic moves to them. */
    public Observations prepared(SortedMap<ServiceName, Prepared> said) {
        if (said.isEmpty()) {
            return this;
        }
        SortedMap<ServiceName, ServiceObservation> all = new TreeMap<>(services);
        said.forEach((service, each) -> all.put(service, of(service).with(each)));
        return new Observations(self, all);
    }

    public ServiceObservation of(ServiceName service) {
        ServiceObservation seen = services.get(service);
        return seen == null ? ServiceObservation.nothing() : seen;
    }
}
