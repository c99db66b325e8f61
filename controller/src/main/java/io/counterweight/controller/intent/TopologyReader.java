package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a voting set's JSON. */
public final class TopologyReader {
    private TopologyReader() {}

    /** Reads a voting set; the first thing wrong is an {@link InvalidIntent}. */
    public static Topology read(JsonNode json, long version) {
        Fields fields = Fields.of(json).only("datacenters", "witnesses");
        SortedSet<Site> datacenters = sites(fields, "datacenters");
        if (datacenters.isEmpty()) {
            throw new InvalidIntent("datacenters", "is empty: name the datacenters that serve traffic");
        }
        SortedSet<Site> witnesses = sites(fields, "witnesses");
        for (Site witness : witnesses) {
            if (datacenters.contains(witness)) {
                throw new InvalidIntent(
                        "witnesses", "names '" + witness + "', which is a datacenter too: take it out of one of them");
            }
        }
        return new Topology(version, datacenters, witnesses);
    }

    private static SortedSet<Site> sites(Fields fields, String name) {
        return fields.texts(name).stream()
                .map(text -> Fields.name(name, text, Site::of))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
