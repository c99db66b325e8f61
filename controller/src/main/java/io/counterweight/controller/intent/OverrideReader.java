package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads an override's JSON. A hold is accepted without weights; the accepting controller writes those of the moment into it. */
public final class OverrideReader {
    private static final Duration STANDARD = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(3);
    static final String CAPTURED = "captured";

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
                        "reason",
                        "length",
                        "hard",
                        "breakGlass",
                        CAPTURED);
        return new TrafficOverride(
                id,
                action(fields, datacenters),
                fields.optional("service").map(text -> Fields.name("service", text, ServiceName::of)),
                owner,
                fields.text("reason"),
                fields.flag("hard"),
                fields.flag("breakGlass"),
                fields.time("length", STANDARD, LONGEST).toMillis());
    }

    private static Action action(Fields fields, SortedSet<Site> datacenters) {
        return switch (fields.text("action")) {
            case "drain" -> new Action.Drain(datacenter("datacenter", fields.text("datacenter"), datacenters));
            case "pin" -> new Action.Pin(weights(fields.object("weights"), datacenters));
            case "hold" -> new Action.Hold(captured(fields.object(CAPTURED), datacenters));
            case "release" ->
                new Action.Release(
                        datacenter("datacenter", fields.text("datacenter"), datacenters),
                        fields.has("epoch") ? fields.number("epoch") : Long.MAX_VALUE);
            default ->
                throw new InvalidIntent(
                        "action", "'" + fields.text("action") + "' is none of drain, pin, hold, release");
        };
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

    /** The body with the weights of this moment in it, where the action is a hold. */
    public static JsonNode capture(JsonNode json, SortedMap<ServiceName, SortedMap<Site, Integer>> weights) {
        if (!json.path("action").asText().equals("hold")) {
            return json;
        }
        ObjectNode copy = json.deepCopy();
        ObjectNode captured = copy.putObject(CAPTURED);
        weights.forEach((service, shares) -> {
            ObjectNode one = captured.putObject(service.value());
            shares.forEach((site, weight) -> one.put(site.value(), weight));
        });
        return copy;
    }
}
