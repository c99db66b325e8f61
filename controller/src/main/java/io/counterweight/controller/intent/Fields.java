package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.counterweight.controller.config.Times;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One JSON object that a person wrote, read strictly: every error names the field, the value and the rule. */
final class Fields {
    private static final int LONGEST_TEXT = 2048;
    private static final int SHORT = 80;
    private static final int MOST_TEXTS = 256;

    private final String path;
    private final JsonNode json;

    private Fields(String path, JsonNode json) {
        this.path = path;
        this.json = json;
    }

    static Fields of(JsonNode json) {
        if (!json.isObject()) {
            throw new InvalidIntent("", "the body is no JSON object");
        }
        return new Fields("", json);
    }

    /** Refuses every other field. */
    Fields only(String... names) {
        Set<String> known = new TreeSet<>(List.of(names));
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new InvalidIntent(at(name), "is unknown; here stand " + String.join(", ", known));
            }
        });
        return this;
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    Fields object(String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
            throw new InvalidIntent(at(name), "is no object: write {...}");
        }
        return new Fields(at(name), value.isObject() ? value : JsonNodeFactory.instance.objectNode());
    }

    /** The objects inside this one, by name. */
    SortedMap<String, Fields> objects() {
        SortedMap<String, Fields> objects = new TreeMap<>();
        json.fieldNames().forEachRemaining(name -> objects.put(name, object(name)));
        return objects;
    }

    SortedMap<String, Integer> integers(int min, int max) {
        SortedMap<String, Integer> integers = new TreeMap<>();
        json.fieldNames().forEachRemaining(name -> integers.put(name, integer(name, min, max)));
        return integers;
    }

    String text(String name) {
        return optional(name).orElseThrow(() -> new InvalidIntent(at(name), "is missing"));
    }

    Optional<String> optional(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new InvalidIntent(at(name), "'" + shortened(value.toString()) + "' must be a text that is not empty");
        }
        if (value.asText().length() > LONGEST_TEXT) {
            throw new InvalidIntent(at(name), "is longer than " + LONGEST_TEXT + " characters: make it shorter");
        }
        return Optional.of(value.asText());
    }

    List<String> texts(String name) {
        JsonNode value = json.path(name);
        List<String> texts = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            throw new InvalidIntent(at(name), "is no list: write [...]");
        }
        value.forEach(each -> {
            if (!each.isTextual()) {
                throw new InvalidIntent(at(name), "holds " + shortened(each.toString()) + ", which is no text");
            }
            if (texts.contains(each.asText())) {
                throw new InvalidIntent(at(name), "names '" + shortened(each.asText()) + "' twice: take one out");
            }
            if (texts.size() == MOST_TEXTS) {
                throw new InvalidIntent(at(name), "has more than " + MOST_TEXTS + " entries: use fewer");
            }
            texts.add(each.asText());
        });
        return texts;
    }

    List<Integer> integers(String name, List<Integer> otherwise) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isArray()) {
            throw new InvalidIntent(at(name), "is no list: write [...]");
        }
        List<Integer> integers = new ArrayList<>();
        value.forEach(each -> {
            if (!each.isIntegralNumber() || !each.canConvertToInt()) {
                throw new InvalidIntent(at(name), "holds " + shortened(each.toString()) + ", which is no whole number");
            }
            integers.add(each.asInt());
        });
        return integers;
    }

    int integer(String name, int min, int max) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new InvalidIntent(
                    at(name),
                    value.isMissingNode() ? "is missing" : shortened(value.toString()) + " is no whole number");
        }
        if (value.asInt() < min || value.asInt() > max) {
            throw new InvalidIntent(at(name), value + " is outside " + min + ".." + max);
        }
        return value.asInt();
    }

    int integer(String name, int min, int max, int otherwise) {
        return has(name) ? integer(name, min, max) : otherwise;
    }

    long number(String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || value.asLong() < 0) {
            throw new InvalidIntent(at(name), "must be a whole number of 0 or more");
        }
        return value.asLong();
    }

    double share(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.path(name);
        if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() <= 1)) {
            throw new InvalidIntent(at(name), shortened(value.toString()) + " is outside 0..1");
        }
        return value.asDouble();
    }

    boolean flag(String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new InvalidIntent(at(name), shortened(value.toString()) + " must be true or false");
        }
        return value.asBoolean(false);
    }

    Duration time(String name, Duration otherwise, Duration longest) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            Duration time = Times.parse("", text.get());
            if (time.compareTo(longest) > 0) {
                throw new InvalidIntent(at(name), text.get() + " is longer than " + Times.words(longest));
            }
            return time;
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent(at(name), String.valueOf(e.getMessage()).trim());
        }
    }

    /** One of an enum's words, written in lower case with hyphens. */
    <E extends Enum<E>> E word(String name, Class<E> words, E otherwise) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E each : words.getEnumConstants()) {
            if (written(each).equals(text.get())) {
                return each;
            }
        }
        throw new InvalidIntent(
                at(name),
                "'" + shortened(text.get()) + "' is none of "
                        + Stream.of(words.getEnumConstants())
                                .map(Fields::written)
                                .collect(Collectors.joining(", ")));
    }

    String address(String name) {
        String text = text(name);
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent(
                    at(name), "'" + shortened(text) + "' is no literal IP address: policies hold no host names");
        }
    }

    /** A length of time that is not below the least. */
    Duration time(String name, Duration otherwise, Duration least, Duration longest) {
        Duration value = time(name, otherwise, longest);
        if (value.compareTo(least) < 0) {
            throw new InvalidIntent(
                    at(name), Times.words(value) + " is below " + Times.words(least) + ": make it longer");
        }
        return value;
    }

    /** A text of this shape. */
    Optional<String> shaped(String name, Pattern shape, String words) {
        Optional<String> text = optional(name);
        text.filter(given ->
                        given.length() > LONGEST_TEXT || !shape.matcher(given).matches())
                .ifPresent(given -> {
                    throw new InvalidIntent(at(name), "'" + shortened(given) + "' " + words);
                });
        return text;
    }

    static String shortened(String text) {
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + "...";
    }

    /** Reads a name; what is no name is an error of this field. */
    static <T> T name(String field, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent(field, String.valueOf(e.getMessage()));
        }
    }

    String path() {
        return path;
    }

    static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
