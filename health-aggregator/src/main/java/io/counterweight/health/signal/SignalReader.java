package io.counterweight.health.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.health.format.Line;
import io.counterweight.health.format.Reading;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Reads what applications push: our own JSON, or the same inside a CloudEvents 1.0 envelope (structured mode). */
public final class SignalReader {

    public static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
    public static final Duration LONGEST_TTL = Duration.ofHours(1);

    private static final int LONGEST_NAME = 128;
    private static final Set<String> FIELDS = Set.of(
            "service",
            "datacenter",
            "sender",
            "status",
            "capacity",
            "load",
            "errors",
            "lag",
            "reason",
            "ttl",
            "sequence");

    private SignalReader() {}

    /** One statement; {@code wallMillis} stands in for a sequence that is not given. */
    public static PushedSignal read(JsonNode json, long wallMillis) throws InvalidSignal {
        if (!json.isObject()) {
            throw new InvalidSignal("the body is no JSON object: send service, datacenter and status");
        }
        return json.has("specversion")
                ? cloudEvent(json, wallMillis)
                : plain(json, "application", new PushedSignal.Order(wallMillis, false, Optional.empty()));
    }

    private static PushedSignal cloudEvent(JsonNode json, long wallMillis) throws InvalidSignal {
        String version = json.path("specversion").asText();
        if (!version.equals("1.0")) {
            throw new InvalidSignal("specversion '" + Line.of(version) + "' is not 1.0: send CloudEvents 1.0");
        }
        String source = name("source", Fields.text(json, "source"));
        String id = name("id", Fields.text(json, "id"));
        JsonNode data = json.path("data");
        if (!data.isObject()) {
            throw new InvalidSignal("data is missing: put service, datacenter and status into the event's data");
        }
        return plain(data, source, new PushedSignal.Order(wallMillis, false, Optional.of(source + " " + id)));
    }

    private static PushedSignal plain(JsonNode json, String source, PushedSignal.Order arrival) throws InvalidSignal {
        for (String field : fields(json)) {
            if (!FIELDS.contains(field)) {
                throw new InvalidSignal(
                        "field '" + Line.of(field) + "' is unknown: use " + String.join(", ", new TreeSet<>(FIELDS)));
            }
        }
        JsonNode sequence = json.path("sequence");
        JsonNode ttl = json.path("ttl");
        return new PushedSignal(
                Fields.service(json),
                Fields.datacenter(json),
                name("sender", json.path("sender").asText(source)),
                capacity(json),
                json.has("load") ? OptionalDouble.of(Fields.load(json.path("load"))) : OptionalDouble.empty(),
                json.has("errors")
                        ? OptionalDouble.of(Fields.part("errors", json.path("errors")))
                        : OptionalDouble.empty(),
                json.has("lag") ? OptionalDouble.of(Fields.lagSeconds(json.path("lag"))) : OptionalDouble.empty(),
                Line.of(json.path("reason").asText("no reason given")),
                ttl.isMissingNode() ? DEFAULT_TTL.toMillis() : Fields.ttlMillis(ttl, LONGEST_TTL),
                sequence.isMissingNode()
                        ? arrival
                        : new PushedSignal.Order(Fields.sequence(sequence), true, arrival.event()));
    }

    private static Set<String> fields(JsonNode json) {
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String name(String field, String text) throws InvalidSignal {
        if (text.isBlank() || text.length() > LONGEST_NAME) {
            throw new InvalidSignal(
                    field + " is empty or longer than " + LONGEST_NAME + " characters: use the instance's short name");
        }
        return Line.of(text);
    }

    private static double capacity(JsonNode json) throws InvalidSignal {
        String status = Fields.text(json, "status").toLowerCase(Locale.ROOT);
        JsonNode given = json.path("capacity");
        return switch (status) {
            case "serving" -> given.isMissingNode() ? 1 : above0(Fields.fraction(given.asText()));
            case "degraded" -> given.isMissingNode() ? Reading.DEGRADED : above0(Fields.fraction(given.asText()));
            case "failing" -> given.isMissingNode() ? 0 : only0(Fields.fraction(given.asText()));
            default -> throw new InvalidSignal("status '" + Line.of(status) + "' is not serving, degraded or failing");
        };
    }

    private static double above0(double capacity) throws InvalidSignal {
        if (capacity == 0) {
            throw new InvalidSignal("capacity is 0, but the status is not failing: send status failing");
        }
        return capacity;
    }

    private static double only0(double capacity) throws InvalidSignal {
        if (capacity > 0) {
            throw new InvalidSignal("capacity is " + capacity + ", but the status is failing: send status degraded");
        }
        return capacity;
    }
}
