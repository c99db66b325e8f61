package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the clients of each region are sent in {@link Mode#NEAREST}; nobody in other modes.
 *
 * @param orders the datacenters of each region, the first that serves gets its clients; those that are not named follow by their
 *     priority, which is also the order for clients of no known region
 */
public record Nearest(SortedMap<Region, List<Site>> orders) {

    public Nearest {
        SortedMap<Region, List<Site>> copy = new TreeMap<>();
        orders.forEach((region, order) -> copy.put(region, List.copyOf(order)));
        orders = Frozen.map(copy);
    }

    public static Nearest none() {
        return new Nearest(Collections.emptySortedMap());
    }

    /** A datacenter's place in a region's order; 1 comes first. */
    public int place(Region region, Site datacenter, int priority) {
        List<Site> order = orders.getOrDefault(region, List.of());
        int named = order.indexOf(datacenter);
        return named >= 0 ? named + 1 : order.size() + priority;
    }
}
