package io.counterweight.health.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.format.Line;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** The fields of what is pushed, each with its rule; a broken rule is an {@link InvalidSignal} that names it. */
final class Fields {

    private static final Duration SHORTEST_TTL = Duration.ofMillis(1);

    private static final double MOST_LOAD = 1e12;

    private Fields() {}

    static String text(JsonNode json, String field) throws InvalidSignal {
        JsonNode value = json.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new InvalidSignal(field + " is missing: it must be a text");
        }
        return value.asText();
    }

    static ServiceName service(JsonNode json) throws InvalidSignal {
        try {
            return ServiceName.of(text(json, "service"));
        } catch (IllegalArgumentException e) {
            throw new InvalidSignal(Line.of(String.valueOf(e.getMessage())));
        }
    }

    static Site datacenter(JsonNode json) throws InvalidSignal {
        try {
            return Site.of(text(json, "datacenter"));
        } catch (IllegalArgumentException e) {
            throw new InvalidSignal(Line.of(String.valueOf(e.getMessage())).replace("site", "datacenter"));
        }
    }

    /** A share from 0 to 1. */
    static double fraction(String text) throws InvalidSignal {
        try {
            double fraction = Double.parseDouble(text);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSignal("capacity '" + Line.of(text) + "' is no number: use a share from 0 to 1");
        }
        throw new InvalidSignal("capacity " + Line.of(text) + " is outside 0..1: send a share");
    }

    /** An amount in a unit of the sender's choice, 0 or above. */
    static double load(JsonNode given) throws InvalidSignal {
        if (!given.isNumber() || !(given.asDouble() >= 0) || given.asDouble() > MOST_LOAD) {
            throw new InvalidSignal(
                    "load '" + Line.of(given.asText()) + "' is no number from 0 to 1e12: send what this sender"
                            + " carries now, in the unit of the policy's capacity");
        }
        return given.asDouble();
    }

    /** A part from 0 to 1. */
    static double part(String field, JsonNode given) throws InvalidSignal {
        if (!given.isNumber() || !(given.asDouble() >= 0 && given.asDouble() <= 1)) {
            throw new InvalidSignal(field + " '" + Line.of(given.asText()) + "' is no number from 0 to 1: send a part");
        }
        return given.asDouble();
    }

    /** A length of time, in seconds: 0 is written {@code 0s}. */
    static double lagSeconds(JsonNode given) throws InvalidSignal {
        Duration lag;
        try {
            lag = length(given.isTextual() ? given.asText() : "");
        } catch (InvalidSignal e) {
            throw new InvalidSignal(
                    "lag '" + Line.of(given.asText()) + "' is no length of time: write it like 250ms, 30s or 5m");
        }
        if (lag.isNegative()) {
            throw new InvalidSignal("lag " + Line.of(given.asText()) + " is below 0: send how far the data is behind");
        }
        return lag.toMillis() / 1000.0;
    }

    static long ttlMillis(JsonNode given, Duration longest) throws InvalidSignal {
        String text = given.isTextual() ? given.asText() : given.toString();
        if (!given.isTextual()) {
            throw noLength(text);
        }
        Duration ttl = length(text);
        if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(longest) > 0) {
            throw new InvalidSignal("ttl " + Line.of(text) + " is not above 0 and at most " + longest.toHours()
                    + "h: write it like 30s or 5m");
        }
        return ttl.toMillis();
    }

    /** Written as everywhere: 250ms, 1.5s, 5m, 1h. */
    private static Duration length(String text) throws InvalidSignal {
        String written = text.trim().toUpperCase(Locale.ROOT);
        try {
            if (written.endsWith("MS")) {
                return Duration.ofMillis(Long.parseLong(written.substring(0, written.length() - 2)));
            }
            return Duration.parse((written.endsWith("D") ? "P" : "PT") + written);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw noLength(text);
        }
    }

    private static InvalidSignal noLength(String text) {
        return new InvalidSignal("ttl '" + Line.of(text) + "' is no length of time: write it like 250ms, 30s or 5m");
    }

    static long sequence(JsonNode given) throws InvalidSignal {
        if (!given.isIntegralNumber() || !given.canConvertToLong() || given.asLong() < 0) {
            throw new InvalidSignal(
                    "sequence '" + Line.of(given.asText()) + "' is no whole number from 0 to " + Long.MAX_VALUE);
        }
        return given.asLong();
    }
}
