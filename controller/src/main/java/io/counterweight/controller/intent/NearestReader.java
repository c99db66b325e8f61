package io.counterweight.controller.intent;

import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Reads the part of a policy that says where each region's clients are sent. */
final class NearestReader {
    private static final int MOST_REGIONS = 32;

    private NearestReader() {}

    static Nearest read(Fields policy, Mode mode, SortedSet<Site> places) {
        if (mode != Mode.NEAREST) {
            policy.without(List.of("regions"), "mode " + Fields.written(mode));
            return Nearest.none();
        }
        Fields regions = policy.object("regions");
        SortedMap<Region, List<Site>> orders = new TreeMap<>();
        regions.names()
                .forEach(name ->
                        orders.put(Fields.name(regions.at(name), name, Region::of), order(regions, name, places)));
        if (orders.isEmpty() || orders.size() > MOST_REGIONS) {
            throw new InvalidIntent(
                    "regions",
                    "has " + orders.size() + " entries: name 1 to " + MOST_REGIONS
                            + " regions with their datacenters, such as {\"eu\": [\"" + places.first() + "\"]}");
        }
        return new Nearest(orders);
    }

    private static List<Site> order(Fields regions, String name, SortedSet<Site> places) {
        List<Site> order = new ArrayList<>();
        for (String text : regions.texts(name)) {
            Site site = Fields.name(regions.at(name), text, Site::of);
            if (!places.contains(site)) {
                throw new InvalidIntent(
                        regions.at(name), "names '" + site + "', which is none of the policy's datacenters " + places);
            }
            if (order.contains(site)) {
                throw new InvalidIntent(regions.at(name), "names '" + site + "' twice: name each datacenter once");
            }
            order.add(site);
        }
        return order;
    }
}
