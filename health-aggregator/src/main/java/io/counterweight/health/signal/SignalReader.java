package io.counterweight.health.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.format.Reading;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what is pushed: our own JSON, the same inside a CloudEvents 1.0 envelope (structured mode), and Alertmanager's webhook,
 * version 4.
 */
public final class SignalReader {

    public static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
    public static final Duration LONGEST_TTL = Duration.ofHours(1);

    private static final int LONGEST_REASON = 300;
    private static final int MOST_ALERTS = 100;
    private static final Set<String> FIELDS =
            Set.of("service", "datacenter", "sender", "status", "capacity", "reason", "ttl", "sequence");

    private SignalReader() {}

    /** One statement; {@code wallMillis} stands in for a sequence that is not given. */
    public static PushedSignal read(JsonNode json, long wallMillis) throws InvalidSignal {
        if (!json.isObject()) {
            throw new InvalidSignal("the body is no JSON object: send service, datacenter and status");
        }
        return json.has("specversion") ? cloudEvent(json, wallMillis) : plain(json, "", wallMillis);
    }

    private static PushedSignal cloudEvent(JsonNode json, long wallMillis) throws InvalidSignal {
        String version = json.path("specversion").asText();
        if (!version.equals("1.0")) {
            throw new InvalidSignal("specversion '" + version + "' is not 1.0: send CloudEvents 1.0");
        }
        JsonNode data = json.path("data");
        if (!data.isObject()) {
            throw new InvalidSignal("data is missing: put service, datacenter and status into the event's data");
        }
        return plain(data, json.path("source").asText(""), wallMillis);
    }

    private static PushedSignal plain(JsonNode json, String source, long wallMillis) throws InvalidSignal {
        for (String field : new TreeSet<>(fields(json))) {
            if (!FIELDS.contains(field)) {
                throw new InvalidSignal(
                        "field '" + field + "' is unknown: use " + String.join(", ", new TreeSet<>(FIELDS)));
            }
        }
        String sender = json.path("sender").asText(source.isEmpty() ? "application" : source);
        if (sender.isBlank() || sender.length() > 128) {
            throw new InvalidSignal("sender is empty or longer than 128 characters: use the instance's short name");
        }
        return new PushedSignal(
                service(text(json, "service")),
                site(text(json, "datacenter")),
                sender,
                capacity(json),
                bounded(json.path("reason").asText("no reason given")),
                ttl(json.path("ttl").asText("")),
                sequence(json, wallMillis));
    }

    /**
     * Alertmanager's webhook: each firing alert with the labels {@code service} and {@code datacenter} is a statement; a resolved one
     * takes it back. A label {@code capacity} may give a share, else firing means failing.
     */
    public static List<PushedSignal> alerts(JsonNode json, long wallMillis) throws InvalidSignal {
        if (!json.path("version").asText().equals("4") || !json.path("alerts").isArray()) {
            throw new InvalidSignal("version is not 4, or alerts is missing: point an Alertmanager webhook here");
        }
        List<PushedSignal> signals = new ArrayList<>();
        for (JsonNode alert : json.path("alerts")) {
            JsonNode labels = alert.path("labels");
            if (signals.size() < MOST_ALERTS && labels.has("service") && labels.has("datacenter")) {
                signals.add(alert(alert, labels, wallMillis));
            }
        }
        return signals;
    }

    private static PushedSignal alert(JsonNode alert, JsonNode labels, long wallMillis) throws InvalidSignal {
        boolean firing = alert.path("status").asText().equals("firing");
        String name = labels.path("alertname").asText("alert");
        String summary = alert.path("annotations").path("summary").asText("");
        double capacity =
                labels.has("capacity") ? fraction(labels.path("capacity").asText()) : 0;
        return new PushedSignal(
                service(text(labels, "service")),
                site(text(labels, "datacenter")),
                "alertmanager:" + bounded(alert.path("fingerprint").asText(name)),
                firing ? capacity : 1,
                bounded((firing ? "alert " : "resolved ") + name + (summary.isEmpty() ? "" : ": " + summary)),
                firing ? Duration.ofMinutes(10).toMillis() : 1_000,
                wallMillis);
    }

    private static Set<String> fields(JsonNode json) {
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String text(JsonNode json, String field) throws InvalidSignal {
        JsonNode value = json.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new InvalidSignal(field + " is missing: it must be a text");
        }
        return value.asText();
    }

    private static ServiceName service(String text) throws InvalidSignal {
        try {
            return ServiceName.of(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSignal(String.valueOf(e.getMessage()));
        }
    }

    private static Site site(String text) throws InvalidSignal {
        try {
            return Site.of(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSignal(String.valueOf(e.getMessage()).replace("site", "datacenter"));
        }
    }

    private static double capacity(JsonNode json) throws InvalidSignal {
        String status = text(json, "status").toLowerCase(Locale.ROOT);
        JsonNode given = json.path("capacity");
        return switch (status) {
            case "serving" -> given.isMissingNode() ? 1 : above0(fraction(given.asText()));
            case "degraded" -> given.isMissingNode() ? Reading.DEGRADED : above0(fraction(given.asText()));
            case "failing" -> 0;
            default -> throw new InvalidSignal("status '" + bounded(status) + "' is not serving, degraded or failing");
        };
    }

    private static double above0(double capacity) throws InvalidSignal {
        if (capacity == 0) {
            throw new InvalidSignal("capacity is 0, but the status is not failing: send status failing");
        }
        return capacity;
    }

    private static double fraction(String text) throws InvalidSignal {
        try {
            double fraction = Double.parseDouble(text);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSignal("capacity '" + bounded(text) + "' is no number: use a share from 0 to 1");
        }
        throw new InvalidSignal("capacity " + bounded(text) + " is outside 0..1: send a share");
    }

    private static long ttl(String text) throws InvalidSignal {
        if (text.isEmpty()) {
            return DEFAULT_TTL.toMillis();
        }
        try {
            Duration ttl = Duration.parse("PT" + text.trim().toUpperCase(Locale.ROOT));
            if (ttl.isPositive() && ttl.compareTo(LONGEST_TTL) <= 0) {
                return ttl.toMillis();
            }
        } catch (DateTimeParseException e) {
            throw new InvalidSignal("ttl '" + bounded(text) + "' is no length of time: write it like 30s or 5m");
        }
        throw new InvalidSignal("ttl " + bounded(text) + " is not above 0 and at most 1h");
    }

    private static long sequence(JsonNode json, long wallMillis) throws InvalidSignal {
        JsonNode given = json.path("sequence");
        if (given.isMissingNode()) {
            return wallMillis;
        }
        if (!given.isIntegralNumber() || given.asLong() < 0) {
            throw new InvalidSignal("sequence '" + bounded(given.asText()) + "' is no whole number of 0 or more");
        }
        return given.asLong();
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
