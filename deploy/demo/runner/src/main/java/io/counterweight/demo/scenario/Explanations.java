package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.demo.kit.Api;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The controllers' own words on a step: their decisions since it began, or what they hold to if nothing moved. */
final class Explanations {
    private static final int MOST = 6;

    private Explanations() {}

    static List<String> since(Stage stage, long wallMillis) {
        for (Map.Entry<String, Api> each : stage.living().entrySet()) {
            Optional<List<String>> words = of(each.getKey(), each.getValue(), wallMillis);
            if (words.isPresent()) {
                return words.get();
            }
        }
        return List.of();
    }

    private static Optional<List<String>> of(String controller, Api api, long wallMillis) {
        try {
            Set<String> words = new LinkedHashSet<>();
            List<JsonNode> decisions = new ArrayList<>();
            api.get("/api/v1/decisions?limit=200").body().forEach(decisions::add);
            for (JsonNode decision : decisions.reversed()) {
                if (decision.path("at").asLong() >= wallMillis
                        && !decision.path("before").equals(decision.path("after"))) {
                    words.add(controller + " " + moved(decision));
                }
            }
            if (words.isEmpty()) {
                held(api).forEach(text -> words.add(controller + " " + text));
            }
            List<String> all = List.copyOf(words);
            return Optional.of(all.subList(0, Math.min(MOST, all.size())));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String moved(JsonNode decision) {
        List<String> why = new ArrayList<>();
        decision.path("conclusions").properties().forEach(each -> {
            if (!each.getValue().path("condition").asText().equals("healthy")) {
                why.add(conclusion(each.getKey(), each.getValue()));
            }
        });
        decision.path("steps")
                .forEach(step -> why.add(
                        step.path("rule").asText() + " " + step.path("text").asText()));
        return decision.path("service").asText() + " " + weights(decision.path("before")) + " -> "
                + weights(decision.path("after")) + (why.isEmpty() ? "" : ": " + String.join("; ", why));
    }

    private static List<String> held(Api api) {
        List<String> words = new ArrayList<>();
        api.state().ifPresent(state -> state.path("services").properties().forEach(service -> service.getValue()
                .path("conclusions")
                .properties()
                .forEach(each -> {
                    if (!each.getValue().path("condition").asText().equals("healthy")) {
                        words.add(service.getKey() + " " + conclusion(each.getKey(), each.getValue()));
                    }
                })));
        return words.isEmpty() ? List.of("nothing to explain: every datacenter is concluded healthy") : words;
    }

    private static String conclusion(String site, JsonNode conclusion) {
        return conclusion.path("rule").asText() + " " + site + " is "
                + conclusion.path("condition").asText() + ": "
                + conclusion.path("reason").asText();
    }

    private static String weights(JsonNode weights) {
        List<String> shares = new ArrayList<>();
        weights.properties()
                .forEach(
                        each -> shares.add(each.getKey() + " " + each.getValue().asInt() / 10.0 + " %"));
        return shares.isEmpty() ? "nothing" : String.join(", ", shares);
    }
}
