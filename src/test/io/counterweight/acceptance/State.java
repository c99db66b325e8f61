package io.counterweight.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** One controller's state, as its API tells it. */
record State(JsonNode json) {

    String controller() {
        return json.path("controller").asText();
    }

    /** Whether the controller answers from what it knows now. */
    boolean ready() {
        return json.path("ready").asBoolean();
    }

    /** The weight in a datacenter, in thousandths; -1 while it is not known. */
    int weight(String service, String datacenter) {
        return service(service).path("weights").path(datacenter).asInt(-1);
    }

    SortedMap<String, Integer> weights(String service) {
        SortedMap<String, Integer> weights = new TreeMap<>();
        service(service)
                .path("weights")
                .properties()
                .forEach(each -> weights.put(each.getKey(), each.getValue().asInt()));
        return weights;
    }

    /** Whether these are the service's weights: pairs of a datacenter and its thousandths. */
    boolean serves(String service, Map<String, Integer> weights) {
        return weights(service).equals(weights);
    }

    /** What is concluded of a service in a datacenter: {@code healthy}, {@code hold}, {@code lost} and so on. */
    String condition(String service, String datacenter) {
        return conclusion(service, datacenter).path("condition").asText();
    }

    /** The rule that fired. */
    String rule(String service, String datacenter) {
        return conclusion(service, datacenter).path("rule").asText();
    }

    String reason(String service, String datacenter) {
        return conclusion(service, datacenter).path("reason").asText();
    }

    /** What a vantage outside votes on a service in a datacenter: {@code SERVED}, {@code REFUSED} and so on. */
    String vote(String service, String datacenter, String vantage) {
        return conclusion(service, datacenter).path("votes").path(vantage).asText();
    }

    /** What a datacenter carries of a service; -1 where nobody says. */
    double load(String service, String datacenter) {
        return service(service).path("signals").path(datacenter).path("load").asDouble(-1);
    }

    JsonNode ceiling(String service, String datacenter) {
        return service(service).path("ceilings").path(datacenter);
    }

    /** Whether an alarm of this name stands on a subject that begins so. */
    boolean alarm(String name, String subject) {
        return any(
                json.path("alarms"),
                alarm -> alarm.path("name").asText().equals(name)
                        && alarm.path("subject").asText().startsWith(subject));
    }

    /** Whether a controller, as {@code site/name}, is heard now. */
    boolean hears(String controller) {
        return json.path("controllers").path(controller).path("fresh").asBoolean();
    }

    /** What a controller last said of its own fitness. */
    JsonNode self(String controller) {
        return json.path("controllers").path(controller).path("self");
    }

    JsonNode overrides() {
        return json.path("overrides");
    }

    /** Whether an override with this reason is in force. */
    boolean override(String reason) {
        return any(overrides(), each -> each.path("reason").asText().equals(reason));
    }

    private JsonNode service(String service) {
        return json.path("services").path(service);
    }

    private JsonNode conclusion(String service, String datacenter) {
        return service(service).path("conclusions").path(datacenter);
    }

    private static boolean any(JsonNode array, Predicate<JsonNode> condition) {
        return StreamSupport.stream(array.spliterator(), false).anyMatch(condition);
    }
}
