package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads an override's JSON. What it leaves to the moment in which it is accepted, the accepting controller writes into it: a hold's
 * weights, the incidents that a pin or a hold knows of, and those that a release lets return.
 */
public final class OverrideReader {
    private static final Duration STANDARD = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3);
    static final String CAPTURED = "captured";
    static final String REGIONAL = "capturedByRegion";
    static final String INCIDENTS = "capturedIncidents";

    /** What the accepting controller writes, and nobody else. */
    public static final List<String> WRITTEN = List.of(CAPTURED, REGIONAL, INCIDENTS);

    private OverrideReader() {}

    /** Reads an override; the first thing wrong is an {@link InvalidIntent}. */
    public static TrafficOverride read(String id, String owner, JsonNode json, SortedSet<Site> datacenters) {
        Fields fields = Fields.of(json)
                .only(
                        "action",
                        "datacenter",
                        "service",
                        "weights",
                        "epoch",
                        "upTo",
                        "reason",
                        "length",
                        "hard",
                        "breakGlass",
                        CAPTURED,
                        REGIONAL,
                        INCIDENTS);
        String action = fields.text("action");
        fields.without(unread(action), "action " + Fields.shortened(action));
        return new TrafficOverride(
                id,
                action(action, fields, datacenters),
                fields.optional("service").map(text -> Fields.name("service", text, ServiceName::of)),
                owner,
                fields.text("reason"),
                fields.flag("hard"),
                fields.flag("breakGlass"),
                fields.time("length", STANDARD, SHORTEST, LONGEST).toMillis(),
                known(fields, datacenters));
    }

    private static List<String> unread(String action) {
        return switch (action) {
            case "drain" -> List.of("weights", "epoch", "upTo", CAPTURED, REGIONAL, INCIDENTS);
            case "evacuate" -> List.of("service", "weights", "epoch", "upTo", CAPTURED, REGIONAL, INCIDENTS);
            case "pin" -> List.of("datacenter", "epoch", "upTo", CAPTURED, REGIONAL);
            case "hold" -> List.of("datacenter", "weights", "epoch", "upTo");
            case "release" -> List.of("weights", "hard", "breakGlass", REGIONAL, INCIDENTS);
            case "promote" -> List.of("weights", "epoch", "hard", "breakGlass", CAPTURED, REGIONAL, INCIDENTS);
            default ->
                throw new InvalidIntent(
                        "action", "'" + Fields.shortened(action) + "' is none of drain, evacuate, pin, hold, release, promote");
        };
    }

    private static Action action(String action, Fields fields, SortedSet<Site> datacenters) {
        return switch (action) {
            case "drain" -> new Action.Drain(datacenter("datacenter", fields.text("datacenter"), datacenters));
            case "evacuate" -> new Action.Evacuate(datacenter("datacenter", fields.text("datacenter"), datacenters));
            case "pin" -> new Action.Pin(weights(fields.object("weights"), datacenters));
            case "hold" ->
                new Action.Hold(
                        captured(fields.object(CAPTURED), datacenters), regional(fields.object(REGIONAL), datacenters));
            case "promote" -> promote(fields, datacenters);
            default -> release(fields, datacenters);
        };
    }

    private static Action promote(Fields fields, SortedSet<Site> datacenters) {
        if (!fields.has("service")) {
            throw new InvalidIntent("service", "is missing: one service is promoted at a time, name the one that is meant");
        }
        return new Action.Promote(datacenter("datacenter", fields.text("datacenter"), datacenters));
    }

    private static Action release(Fields fields, SortedSet<Site> datacenters) {
        Site datacenter = datacenter("datacenter", fields.text("datacenter"), datacenters);
        SortedMap<ServiceName, Long> epochs = new TreeMap<>();
        int upTo = fields.integer("upTo", 1, Action.Release.ALL, Action.Release.ALL);
        if (fields.has("epoch")) {
            fields.without(List.of(CAPTURED), "epoch");
            String service = fields.optional("service")
                    .orElseThrow(() -> new InvalidIntent(
                            "service",
                            "is missing: each service counts its own incidents, name the one that is meant"));
            epochs.put(Fields.name("service", service, ServiceName::of), fields.number("epoch"));
            return new Action.Release(datacenter, epochs, upTo);
        }
        Fields captured = fields.object(CAPTURED);
        captured.objects()
                .forEach((name, incidents) -> epochs.put(
                        Fields.name(captured.at(name), name, ServiceName::of), incidents.number(datacenter.value())));
        if (epochs.isEmpty()) {
            throw new InvalidIntent(
                    "datacenter", "'" + datacenter + "' has had no such incident: there is nothing to release");
        }
        return new Action.Release(datacenter, epochs, upTo);
    }

    private static Site datacenter(String field, String text, SortedSet<Site> datacenters) {
        for (Site site : datacenters) {
            if (site.value().equals(text)) {
                return site;
            }
        }
        throw new InvalidIntent(
                field, "'" + Fields.shortened(text) + "' is no datacenter of the topology, which has " + datacenters);
    }

    private static SortedMap<Site, Integer> weights(Fields fields, SortedSet<Site> datacenters) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        fields.integers(0, ServicePlan.WHOLE)
                .forEach((name, weight) -> weights.put(datacenter(fields.at(name), name, datacenters), weight));
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != ServicePlan.WHOLE) {
            throw new InvalidIntent(fields.path(), "add up to " + sum + ": make it " + ServicePlan.WHOLE);
        }
        return weights;
    }

    private static SortedMap<ServiceName, SortedMap<Site, Integer>> captured(
            Fields fields, SortedSet<Site> datacenters) {
        SortedMap<ServiceName, SortedMap<Site, Integer>> captured = new TreeMap<>();
        fields.objects()
                .forEach((name, weights) -> captured.put(
                        Fields.name(fields.at(name), name, ServiceName::of),
                        weights(weights, new TreeSet<>(datacenters))));
        return captured;
    }

    private static SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> regional(
            Fields fields, SortedSet<Site> datacenters) {
        SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> regional = new TreeMap<>();
        fields.objects().forEach((name, regions) -> {
            SortedMap<Region, SortedMap<Site, Integer>> own = new TreeMap<>();
            regions.objects()
                    .forEach((region, weights) -> own.put(
                            Fields.name(regions.at(region), region, Region::of), weights(weights, datacenters)));
            regional.put(Fields.name(fields.at(name), name, ServiceName::of), own);
        });
        return regional;
    }

    /**
     * The body with this moment in it: with the weights where the action is a hold, with the incidents where it is a release that names
     * none. A release of an incident to come is refused: it would undo the latch.
     *
     * @param incidents the latest epoch of every service in every datacenter that ever had one
     */
    public static JsonNode capture(JsonNode json, List<ServicePlan> plans, SortedMap<Placement, Long> incidents) {
        return switch (json.path("action").asText()) {
            case "pin" -> captureKnown(json, incidents);
            case "hold" -> captureKnown(captureWeights(json, plans), incidents);
            case "release" -> captureIncidents(json, incidents);
            default -> json;
        };
    }

    private static Optional<SortedMap<Placement, Long>> known(Fields fields, SortedSet<Site> datacenters) {
        if (!fields.has(INCIDENTS)) {
            return Optional.empty();
        }
        SortedMap<Placement, Long> known = new TreeMap<>();
        Fields captured = fields.object(INCIDENTS);
        captured.objects().forEach((name, epochs) -> {
            ServiceName service = Fields.name(captured.at(name), name, ServiceName::of);
            datacenters.stream()
                    .filter(site -> epochs.has(site.value()))
                    .forEach(site -> known.put(new Placement(service, site), epochs.number(site.value())));
        });
        return Optional.of(known);
    }

    private static JsonNode captureKnown(JsonNode json, SortedMap<Placement, Long> incidents) {
        ObjectNode copy = json.deepCopy();
        ObjectNode captured = copy.putObject(INCIDENTS);
        incidents.forEach(
                (place, epoch) -> captured.withObjectProperty(place.service().value())
                        .put(place.datacenter().value(), epoch));
        return copy;
    }

    private static JsonNode captureWeights(JsonNode json, List<ServicePlan> plans) {
        ObjectNode copy = json.deepCopy();
        ObjectNode captured = copy.putObject(CAPTURED);
        for (ServicePlan plan : plans) {
            String service = plan.service().value();
            put(captured.putObject(service), plan.weights());
            plan.regions()
                    .forEach((region, weights) -> put(
                            copy.withObjectProperty(REGIONAL)
                                    .withObjectProperty(service)
                                    .putObject(region.value()),
                            weights));
        }
        return copy;
    }

    private static void put(ObjectNode json, SortedMap<Site, Integer> weights) {
        weights.forEach((site, weight) -> json.put(site.value(), weight));
    }

    private static JsonNode captureIncidents(JsonNode json, SortedMap<Placement, Long> incidents) {
        String datacenter = json.path("datacenter").asText();
        SortedMap<ServiceName, Long> here = new TreeMap<>();
        incidents.forEach((place, epoch) -> {
            boolean concerned = !json.hasNonNull("service")
                    || json.path("service").asText().equals(place.service().value());
            if (concerned && place.datacenter().value().equals(datacenter)) {
                here.put(place.service(), epoch);
            }
        });
        if (json.hasNonNull("epoch")) {
            refuseIncidentsToCome(
                    json,
                    here.values().stream().mapToLong(Long::longValue).max().orElse(0));
            return json;
        }
        ObjectNode copy = json.deepCopy();
        ObjectNode captured = copy.putObject(CAPTURED);
        here.forEach((service, epoch) -> captured.putObject(service.value()).put(datacenter, epoch));
        return copy;
    }

    private static void refuseIncidentsToCome(JsonNode json, long latest) {
        if (json.path("epoch").asLong() > latest) {
            throw new InvalidIntent(
                    "epoch",
                    json.path("epoch") + " is still to come: "
                            + (latest == 0 ? "none is known there" : "the latest incident there is " + latest));
        }
    }
}
