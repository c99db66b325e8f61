package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.dns.Prefix;
import io.counterweight.dns.RegionTable;
import io.counterweight.engine.name.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the table of the networks of each region. docs/policy.md explains it. */
public final class RegionsReader {
    private static final int MOST_REGIONS = 256;
    private static final int MOST_NETWORKS = 8_192;

    private RegionsReader() {}

    /** Reads a table; the first thing wrong is an {@link InvalidIntent}. */
    public static RegionTable read(JsonNode json) {
        Fields fields = Fields.of(json);
        SortedMap<Region, List<Prefix>> networks = new TreeMap<>();
        int count = 0;
        for (String name : fields.names()) {
            List<Prefix> own = networks(fields, name);
            networks.put(Fields.name(Fields.shortened(name), name, Region::of), own);
            count += own.size();
        }
        refuseMore("", "regions", networks.size(), MOST_REGIONS);
        refuseMore("", "networks", count, MOST_NETWORKS);
        try {
            return RegionTable.of(networks);
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent("", String.valueOf(e.getMessage()));
        }
    }

    private static void refuseMore(String field, String what, int count, int most) {
        if (count > most) {
            throw new InvalidIntent(field, "the table has " + count + " " + what + ": name at most " + most);
        }
    }

    private static List<Prefix> networks(Fields fields, String region) {
        List<Prefix> networks = new ArrayList<>();
        for (String text : fields.texts(region, MOST_NETWORKS)) {
            Prefix network = Fields.name(region, Fields.shortened(text), Prefix::parse);
            if (!network.isNetwork()) {
                throw new InvalidIntent(
                        region,
                        "names " + network + ", which has bits set beyond its length: write the network's own address");
            }
            networks.add(network);
        }
        if (networks.isEmpty()) {
            throw new InvalidIntent(region, "has no networks: name some, such as \"192.0.2.0/24\", or leave it out");
        }
        return networks;
    }
}
