package io.counterweight.controller.intent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.dns.RegionTable;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.SafetyIntents;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the book of intents to what the engine reads. What this version cannot read holds its service (rule G10). It remembers what it
 * has read, since a book changes by one entry at a time. Not safe for threads.
 */
final class IntentDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(IntentDecoder.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KINDS = Set.of(
            IntentKey.POLICY,
            IntentKey.TOPOLOGY,
            IntentKey.REGIONS,
            IntentKey.OVERRIDE,
            IntentKey.APPROVAL,
            IntentKey.SAFETY,
            IntentKey.DRILL);

    private final Topology fromFile;
    private Topology readFor;
    private Optional<HybridStamp> regionsStamp = Optional.empty();
    private RegionTable regions = RegionTable.empty();
    private Map<HybridStamp, Optional<?>> read = new HashMap<>();
    private Map<HybridStamp, Optional<?>> reading = new HashMap<>();

    IntentDecoder(Topology fromFile) {
        this.fromFile = fromFile;
        this.readFor = fromFile;
    }

    Intents decode(IntentBook book) {
        Topology topology = topology(book);
        if (!topology.equals(readFor)) {
            readFor = topology;
            read = new HashMap<>();
        }
        reading = new HashMap<>();
        SortedMap<ServiceName, Policy> policies = new TreeMap<>();
        SortedSet<ServiceName> unreadable = new TreeSet<>();
        for (IntentEntry entry : book.living(IntentKey.POLICY)) {
            Optional<Policy> policy = once(entry, Policy.class, () -> policy(entry, topology));
            policy.ifPresent(known -> policies.put(known.service(), known));
            if (policy.isEmpty()) {
                service(entry.key()).ifPresent(unreadable::add);
            }
        }
        book.entries().keySet().stream()
                .filter(key -> !KINDS.contains(key.kind()))
                .filter(key ->
                        book.inForce(key).filter(entry -> !entry.tombstone()).isPresent())
                .forEach(key -> service(key).ifPresent(unreadable::add));
        boolean policiesKnown =
                book.entries().keySet().stream().anyMatch(key -> key.kind().equals(IntentKey.POLICY));
        List<TrafficOverride> overrides = overrides(book, topology, held -> {
            unreadable.addAll(held.map(List::of).orElse(List.copyOf(policies.keySet())));
        });
        Intents intents = new Intents(
                topology,
                policiesKnown,
                policies,
                overrides,
                unreadable,
                new SafetyIntents(deployment(book), votes(book), drills(book)));
        read = reading;
        return intents;
    }

    /** Reads an entry, or remembers what came of it; empty where it cannot be read, which is logged once. */
    private <T> Optional<T> once(IntentEntry entry, Class<T> type, Supplier<T> reader) {
        Optional<?> known = read.get(entry.stamp());
        if (known == null) {
            try {
                known = Optional.of(reader.get());
            } catch (InvalidIntent e) {
                LOG.warn("{} cannot be read by this version: {}", entry.key(), e.getMessage());
                known = Optional.empty();
            }
        }
        reading.put(entry.stamp(), known);
        return known.map(type::cast);
    }

    /** An intent of a kind that only newer versions know is about the service of its name; other names hold nothing. */
    private static Optional<ServiceName> service(IntentKey key) {
        try {
            return Optional.of(ServiceName.of(key.name()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Policy policy(IntentEntry entry, Topology topology) {
        JsonNode json = body(entry);
        forgetGone(json.path("datacenters"), topology.datacenters());
        json.path("regions").forEach(order -> forgetUnplaced(order, json.path("datacenters")));
        JsonNode serving = json.path("safety").path("minServing");
        int left = json.path("datacenters").size();
        if (serving.canConvertToInt() && serving.asInt() > left && left > 0) {
            ((ObjectNode) json.path("safety")).put("minServing", left);
        }
        return PolicyReader.read(entry.key().name(), json, topology.datacenters());
    }

    /** {@code onUnreadable}: told of the service that an order concerns which cannot be read; empty: it may be every one. */
    private List<TrafficOverride> overrides(
            IntentBook book, Topology topology, Consumer<Optional<ServiceName>> onUnreadable) {
        List<TrafficOverride> overrides = new ArrayList<>();
        book.living(IntentKey.OVERRIDE).stream()
                .sorted(Comparator.comparing(IntentEntry::stamp))
                .forEach(entry -> once(entry, TrafficOverride.class, () -> override(entry, topology))
                        .ifPresentOrElse(overrides::add, () -> onUnreadable.accept(concerned(entry))));
        return overrides;
    }

    /** Limits that cannot be read are those of the defaults. */
    private DeploymentSafety deployment(IntentBook book) {
        return book.inForce(IntentKey.safety())
                .filter(entry -> !entry.tombstone())
                .flatMap(entry -> once(entry, DeploymentSafety.class, () -> SafetyReader.read(body(entry))))
                .orElseGet(DeploymentSafety::defaults);
    }

    /** A drill that cannot be read arms nothing. */
    private List<Drill> drills(IntentBook book) {
        List<Drill> drills = new ArrayList<>();
        for (IntentEntry entry : book.living(IntentKey.DRILL)) {
            once(entry, Drill.class, () -> DrillReader.read(entry.key().name(), entry.author(), body(entry)))
                    .ifPresent(drills::add);
        }
        return drills;
    }

    /** A word that cannot be read is no consent. */
    private List<ApprovalVote> votes(IntentBook book) {
        List<ApprovalVote> votes = new ArrayList<>();
        for (IntentEntry entry : book.living(IntentKey.APPROVAL)) {
            once(
                            entry,
                            ApprovalVote.class,
                            () -> ApprovalReader.read(entry.key().name(), entry.author(), body(entry)))
                    .ifPresent(votes::add);
        }
        return votes;
    }

    private static Optional<ServiceName> concerned(IntentEntry entry) {
        try {
            String service = body(entry).path("service").asText();
            return service.isEmpty() ? Optional.empty() : Optional.of(ServiceName.of(service));
        } catch (IllegalArgumentException | InvalidIntent e) {
            return Optional.empty();
        }
    }

    private static TrafficOverride override(IntentEntry entry, Topology topology) {
        JsonNode json = body(entry);
        forgetGone(json.path("weights"), topology.datacenters());
        json.path(OverrideReader.CAPTURED).forEach(weights -> forgetGone(weights, topology.datacenters()));
        json.path(OverrideReader.REGIONAL)
                .forEach(regions -> regions.forEach(weights -> forgetGone(weights, topology.datacenters())));
        return OverrideReader.read(entry.key().name(), entry.author(), json, topology.datacenters());
    }

    /**
     * A datacenter leaves the topology at weight 0 (rule G9); what was written before may still name it, and goes on without. A weight
     * above 0 is not dropped: then the whole cannot be read.
     */
    private static void forgetGone(JsonNode places, SortedSet<Site> datacenters) {
        if (places instanceof ObjectNode object) {
            Set<String> known = datacenters.stream().map(Site::value).collect(Collectors.toSet());
            List<String> gone = new ArrayList<>();
            object.properties().forEach(place -> {
                boolean weighs = place.getValue().isNumber() && place.getValue().asInt() != 0;
                if (!known.contains(place.getKey()) && !weighs) {
                    gone.add(place.getKey());
                }
            });
            object.remove(gone);
        }
    }

    /** What a region's order names beside the policy's datacenters was one of them when it was written. */
    private static void forgetUnplaced(JsonNode order, JsonNode places) {
        if (order instanceof ArrayNode names) {
            List<JsonNode> kept = new ArrayList<>();
            names.forEach(name -> {
                if (places.has(name.asText())) {
                    kept.add(name);
                }
            });
            names.removeAll();
            names.addAll(kept);
        }
    }

    /** The table of the networks of each region; one that this version cannot read leaves the one before. */
    RegionTable regions(IntentBook book) {
        Optional<IntentEntry> entry = book.inForce(IntentKey.regions()).filter(held -> !held.tombstone());
        if (!entry.map(IntentEntry::stamp).equals(regionsStamp)) {
            regionsStamp = entry.map(IntentEntry::stamp);
            try {
                regions = entry.isEmpty() ? RegionTable.empty() : RegionsReader.read(body(entry.get()));
            } catch (InvalidIntent e) {
                LOG.warn(
                        "the table of regions cannot be read by this version, the one before stays: {}",
                        e.getMessage());
            }
        }
        return regions;
    }

    private Topology topology(IntentBook book) {
        Optional<IntentEntry> entry = book.inForce(IntentKey.votingSet()).filter(held -> !held.tombstone());
        if (entry.isEmpty()) {
            return fromFile;
        }
        try {
            JsonNode json = body(entry.get());
            if (json instanceof ObjectNode object) {
                object.retain("datacenters", "witnesses");
            }
            return TopologyReader.read(json, entry.get().stamp().wallMillis());
        } catch (InvalidIntent e) {
            LOG.warn("the voting set cannot be read by this version, the one before stays: {}", e.getMessage());
            return readFor;
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
