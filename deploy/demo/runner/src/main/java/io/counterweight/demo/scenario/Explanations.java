package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.demo.kit.Api;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks the first living controller that answers: what it decided and why, also where no weight moved; or what it holds to. */
final class Explanations implements Voices {
    private static final int MOST = 8;
    private static final String DECISIONS = "/api/v1/decisions?limit=1000";

    private final Supplier<Map<String, Api>> living;

    Explanations(Supplier<Map<String, Api>> living) {
        this.living = living;
    }

    private interface Question {
        Optional<List<String>> ask(Api api);
    }

    private List<String> first(Question question) {
        for (Map.Entry<String, Api> each : living.get().entrySet()) {
            try {
                Optional<List<String>> words = question.ask(each.getValue());
                if (words.isPresent()) {
                    return words.get().stream()
                            .limit(MOST)
                            .map(text -> each.getKey() + " " + text)
                            .toList();
                }
            } catch (UncheckedIOException e) {
                // The next one is asked.
            }
        }
        return List.of();
    }

    @Override
    public List<String> decided(long fromMillis, long toMillis) {
        return first(api -> {
            Api.Answer answer = api.get(DECISIONS);
            return answer.status() == 200 ? Optional.of(told(answer.body(), fromMillis, toMillis)) : Optional.empty();
        });
    }

    @Override
    public List<String> standing() {
        return first(api -> api.state().map(Explanations::held));
    }

    /** How often a controller gave any service other weights, by its own decisions. */
    static long weightChanges(Api api, long fromMillis) {
        long changes = 0;
        for (JsonNode decision : api.get(DECISIONS).body()) {
            if (decision.path("at").asLong() >= fromMillis && movesWeights(decision)) {
                changes++;
            }
        }
        return changes;
    }

    private static boolean movesWeights(JsonNode decision) {
        return !decision.path("before").equals(decision.path("after"));
    }

    /**
     * In words what was decided between these moments, from decisions of which the latest is the first. Of a service whose weights
     * moved, those decisions; of another, what was concluded anew and left them where they were.
     */
    static List<String> told(JsonNode decisions, long fromMillis, long toMillis) {
        List<JsonNode> all = new ArrayList<>();
        decisions.forEach(all::add);
        Set<String> moved = new HashSet<>();
        for (JsonNode decision : all) {
            if (within(decision, fromMillis, toMillis) && movesWeights(decision)) {
                moved.add(decision.path("service").asText());
            }
        }
        Map<String, Map<String, String>> concluded = new HashMap<>();
        Set<String> words = new LinkedHashSet<>();
        for (JsonNode decision : all.reversed()) {
            String service = decision.path("service").asText();
            Map<String, String> now = conclusions(decision.path("conclusions"));
            Map<String, String> before = concluded.put(service, now);
            if (!within(decision, fromMillis, toMillis)) {
                continue;
            }
            if (movesWeights(decision)) {
                words.add(moved(service, decision));
            } else if (!moved.contains(service) && !now.equals(before)) {
                words.add(service + " stays " + weights(decision.path("after")) + ": "
                        + String.join("; ", changed(decision.path("conclusions"), before == null ? Map.of() : before)));
            }
        }
        return List.copyOf(words);
    }

    private static boolean within(JsonNode decision, long fromMillis, long toMillis) {
        long at = decision.path("at").asLong();
        return at >= fromMillis && at < toMillis;
    }

    private static Map<String, String> conclusions(JsonNode conclusions) {
        Map<String, String> gist = new HashMap<>();
        conclusions.properties().forEach(each -> gist.put(each.getKey(), gist(each.getValue())));
        return gist;
    }

    private static String gist(JsonNode conclusion) {
        return conclusion.path("condition").asText() + "/"
                + conclusion.path("rule").asText();
    }

    private static List<String> changed(JsonNode conclusions, Map<String, String> before) {
        List<String> words = new ArrayList<>();
        conclusions.properties().forEach(each -> {
            if (!gist(each.getValue()).equals(before.get(each.getKey()))) {
                words.add(conclusion(each.getKey(), each.getValue()));
            }
        });
        return words;
    }

    private static String moved(String service, JsonNode decision) {
        List<String> why = new ArrayList<>();
        decision.path("conclusions").properties().forEach(each -> {
            if (!each.getValue().path("condition").asText().equals("healthy")) {
                why.add(conclusion(each.getKey(), each.getValue()));
            }
        });
        decision.path("steps")
                .forEach(step -> why.add(
                        step.path("rule").asText() + " " + step.path("text").asText()));
        return service + " " + weights(decision.path("before")) + " -> " + weights(decision.path("after"))
                + (why.isEmpty() ? "" : ": " + String.join("; ", why));
    }

    /** The conclusion on every datacenter, also where it is healthy: its rule and its reason. */
    static List<String> held(JsonNode state) {
        List<String> words = new ArrayList<>();
        state.path("services").properties().forEach(service -> {
            List<String> each = new ArrayList<>();
            service.getValue()
                    .path("conclusions")
                    .properties()
                    .forEach(conclusion -> each.add(conclusion(conclusion.getKey(), conclusion.getValue())));
            words.add(service.getKey() + " stays " + weights(service.getValue().path("weights")) + ": "
                    + String.join("; ", each));
        });
        return words;
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
