package io.counterweight.health.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.health.format.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alertmanager's webhook, version 4: each firing alert with the labels {@code service} and {@code datacenter} is a statement, and a
 * resolved one takes it back. A label {@code capacity} may give a share, else firing means failing. As "resolved" may never come,
 * a statement lives for ten minutes: Alertmanager has to repeat itself more often than that.
 */
public final class AlertReader {

    public static final Duration TTL = Duration.ofMinutes(10);

    private static final int MOST_ALERTS = 100;

    /**
     * What one call of the webhook said.
     *
     * @param refused why alerts that name a service here were not understood; the others count all the same
     * @param cutOff alerts that are not in {@code signals} because Alertmanager, or the bound here, cut the list: nothing is
     *     concluded on them, least of all that they are resolved
     */
    public record Alerts(List<PushedSignal> signals, List<String> refused, int cutOff) {
        public Alerts {
            signals = List.copyOf(signals);
            refused = List.copyOf(refused);
        }
    }

    private AlertReader() {}

    /** All statements of one call; {@code wallMillis} stands in for a sequence. */
    public static Alerts read(JsonNode json, long wallMillis) throws InvalidSignal {
        if (!json.path("version").asText().equals("4") || !json.path("alerts").isArray()) {
            throw new InvalidSignal("version is not 4, or alerts is missing: point an Alertmanager webhook here");
        }
        String group = Integer.toHexString(json.path("groupKey").asText("").hashCode());
        Map<String, PushedSignal> signals = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        int cutOff = Math.max(0, json.path("truncatedAlerts").asInt(0));
        int read = 0;
        for (JsonNode alert : json.path("alerts")) {
            JsonNode labels = alert.path("labels");
            if (!labels.has("service") || !labels.has("datacenter")) {
                continue;
            }
            if (++read > MOST_ALERTS) {
                cutOff++;
                continue;
            }
            try {
                PushedSignal signal = signal(alert, group, wallMillis);
                signals.putIfAbsent(signal.sender(), signal);
            } catch (InvalidSignal e) {
                refused.add(String.valueOf(e.getMessage()));
            }
        }
        return new Alerts(List.copyOf(signals.values()), refused, cutOff);
    }

    private static PushedSignal signal(JsonNode alert, String group, long wallMillis) throws InvalidSignal {
        JsonNode labels = alert.path("labels");
        boolean firing = firing(alert.path("status").asText(""));
        String name = labels.path("alertname").asText("alert");
        String summary = alert.path("annotations").path("summary").asText("");
        double capacity =
                labels.has("capacity") ? Fields.fraction(labels.path("capacity").asText()) : 0;
        return new PushedSignal(
                Fields.service(labels),
                Fields.datacenter(labels),
                // One alert can come by several groups, and each group takes back its own word.
                "alertmanager:" + fingerprint(alert, labels) + ":" + group,
                firing ? capacity : 1,
                Line.of((firing ? "alert " : "resolved ") + name + (summary.isEmpty() ? "" : ": " + summary)),
                TTL.toMillis(),
                new PushedSignal.Order(wallMillis, false, Optional.empty()));
    }

    /** Alertmanager's own; where it is missing, the labels stand for it, as they do there. */
    private static String fingerprint(JsonNode alert, JsonNode labels) {
        String given = alert.path("fingerprint").asText("");
        return given.isBlank() || given.length() > 64 ? Integer.toHexString(labels.hashCode()) : Line.of(given);
    }

    private static boolean firing(String status) throws InvalidSignal {
        return switch (status) {
            case "firing" -> true;
            case "resolved" -> false;
            default ->
                throw new InvalidSignal("status '" + Line.of(status) + "' of an alert is not firing or resolved");
        };
    }
}
