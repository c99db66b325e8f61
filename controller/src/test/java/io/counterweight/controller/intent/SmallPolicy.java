package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The least that a policy of two datacenters says. */
final class SmallPolicy {
    static final SortedSet<Site> DATACENTERS = new TreeSet<>(List.of(Site.of("east"), Site.of("west")));
    private static final String TEXT = """
            {"hosts": ["shop"], "datacenters": {
                "east": {"endpoints": {"one": {"address": "192.0.2.1", "port": 80}}},
                "west": {"endpoints": {"one": {"address": "2001:DB8::1", "port": 81}}}}}
            """;

    private SmallPolicy() {}

    static ObjectNode json() throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(TEXT);
    }

    static Policy read(JsonNode json) {
        return PolicyReader.read("shop", json, DATACENTERS);
    }
}
