package io.counterweight.engine.plan;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Where weights are applied. Implementations live outside the core; {@link #apply} is called from one thread, reading back from another. */
public interface TrafficActuator {

    /** A short name for records, logs and metric labels. */
    String name();

    /** Applies the whole plan; a plan whose fence is below the highest one seen is refused and changes nothing. */
    Outcome apply(Plan plan);

    /** What is really served, read back the way clients see it: weights by service and datacenter, of {@link ServicePlan#WHOLE}. */
    SortedMap<ServiceName, SortedMap<Site, Integer>> readBack();

    /**
     * The same of the clients of each region, by service and region, as far as an answer came: of services that are spread by region,
     * where this actuator tells clients apart.
     */
    default SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> readBackRegions() {
        return Collections.emptySortedMap();
    }

    /** What of the plan applied last cannot be served, in words; the rest is. Any thread. */
    default List<String> refused() {
        return List.of();
    }

    /** What came of one {@link #apply}. */
    sealed interface Outcome {
        record Applied(Fence fence) implements Outcome {}

        record RefusedAsStale(Fence offered, Fence held) implements Outcome {}

        record Failed(String reason) implements Outcome {}
    }
}
