package io.counterweight.engine.plan;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights to serve now, of every service.
 *
 * @param policiesKnown false while this controller has never learned any policy: a name that it might own must then be answered
 *     SERVFAIL, never NXDOMAIN
 */
public record Plan(Fence fence, boolean policiesKnown, SortedMap<ServiceName, ServicePlan> services) {

    public Plan {
        services = Frozen.map(services);
    }

    /** The plan before anything is known. */
    public static Plan empty() {
        return new Plan(new Fence(0, 0), false, new TreeMap<>());
    }

    public Optional<ServicePlan> service(ServiceName name) {
        return Optional.ofNullable(services.get(name));
    }

    /** What whoever applies this plan serves: of each datacenter the largest part that it has of any region's clients. */
    public SortedMap<ServiceName, SortedMap<Site, Integer>> applied() {
        SortedMap<ServiceName, SortedMap<Site, Integer>> applied = new TreeMap<>();
        services.forEach((name, service) -> {
            if (!service.shares().isEmpty()) {
                applied.put(name, service.peaks());
            }
        });
        return applied;
    }
}
