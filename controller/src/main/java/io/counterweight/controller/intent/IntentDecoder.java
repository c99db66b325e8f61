package io.counterweight.controller.intent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the book of intents to what the engine reads. What this version cannot read holds its service (rule G10). */
public final class IntentDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(IntentDecoder.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SortedSet<String> KINDS =
            new TreeSet<>(List.of(IntentKey.POLICY, IntentKey.TOPOLOGY, IntentKey.OVERRIDE));

    private IntentDecoder() {}

    public static Intents decode(IntentBook book, Topology fromFile) {
        Topology topology = topology(book, fromFile);
        SortedMap<ServiceName, Policy> policies = new TreeMap<>();
        SortedSet<ServiceName> unreadable = new TreeSet<>();
        for (IntentEntry entry : book.living(IntentKey.POLICY)) {
            String service = entry.key().name();
            try {
                Policy policy = PolicyReader.read(service, body(entry), topology.datacenters());
                policies.put(policy.service(), policy);
            } catch (InvalidIntent e) {
                LOG.warn("policy {} cannot be read by this version, its weights are held: {}", service, e.getMessage());
                unreadable.add(ServiceName.of(service));
            }
        }
        book.entries().keySet().stream()
                .filter(key -> !KINDS.contains(key.kind()))
                .filter(key ->
                        book.inForce(key).filter(entry -> !entry.tombstone()).isPresent())
                .forEach(key -> unreadable.add(ServiceName.of(key.name())));
        boolean policiesKnown =
                book.entries().keySet().stream().anyMatch(key -> key.kind().equals(IntentKey.POLICY));
        return new Intents(topology, policiesKnown, policies, overrides(book, topology), unreadable);
    }

    private static List<TrafficOverride> overrides(IntentBook book, Topology topology) {
        List<TrafficOverride> overrides = new ArrayList<>();
        book.living(IntentKey.OVERRIDE).stream()
                .sorted(Comparator.comparing(IntentEntry::stamp))
                .forEach(entry -> {
                    try {
                        overrides.add(OverrideReader.read(
                                entry.key().name(), entry.author(), body(entry), topology.datacenters()));
                    } catch (InvalidIntent e) {
                        LOG.warn("override {} cannot be read: {}", entry.key().name(), e.getMessage());
                    }
                });
        return overrides;
    }

    private static Topology topology(IntentBook book, Topology fromFile) {
        return book.inForce(IntentKey.votingSet())
                .filter(entry -> !entry.tombstone())
                .map(entry -> readTopology(body(entry), entry.stamp().wallMillis()))
                .orElse(fromFile);
    }

    /** Reads a voting set's JSON. */
    public static Topology readTopology(JsonNode json, long version) {
        Fields fields = Fields.of(json).only("datacenters", "witnesses");
        SortedSet<Site> datacenters = sites(fields, "datacenters");
        if (datacenters.isEmpty()) {
            throw new InvalidIntent("datacenters", "is empty: name the datacenters that serve traffic");
        }
        try {
            return new Topology(version, datacenters, sites(fields, "witnesses"));
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent("witnesses", String.valueOf(e.getMessage()));
        }
    }

    private static SortedSet<Site> sites(Fields fields, String name) {
        try {
            return fields.texts(name).stream().map(Site::of).collect(Collectors.toCollection(TreeSet::new));
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent(name, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode body(IntentEntry entry) {
        try {
            return JSON.readTree(entry.body().orElse("null"));
        } catch (JsonProcessingException e) {
            throw new InvalidIntent("", "is no JSON: " + e.getOriginalMessage());
        }
    }
}
