package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.counterweight.controller.config.Times;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One JSON object that a person wrote, read strictly: every error names the field, the value and the rule. */
final class Fields {
    private static final int SHORT = 80;
    private static final Pattern KIND = Pattern.compile("^[a-z]+ (?=')");

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

    String path() {
        return path;
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** Refuses what is not read beside something else: a field without effect would be a promise that nobody keeps. */
    Fields without(List<String> names, String beside) {
        for (String name : names) {
            if (has(name)) {
                throw new InvalidIntent(at(name), "is not read with " + beside + ": leave it out, or change that");
            }
        }
        return this;
    }

    private FieldValue value(String name) {
        return new FieldValue(at(name), json.path(name));
    }

    private FieldValue required(String name) {
        if (!has(name)) {
            throw new InvalidIntent(at(name), "is missing");
        }
        return value(name);
    }

    Fields object(String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
            throw new InvalidIntent(at(name), "is no object: write {...}");
        }
        return new Fields(at(name), value.isObject() ? value : JsonNodeFactory.instance.objectNode());
    }

    /** The names that stand here. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
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
        return required(name).text();
    }

    Optional<String> optional(String name) {
        return has(name) ? Optional.of(value(name).text()) : Optional.empty();
    }

    /** A list of no more than so many texts. */
    List<String> texts(String name, int most) {
        return json.path(name).isMissingNode() ? List.of() : value(name).texts(most);
    }

    List<String> texts(String name) {
        return json.path(name).isMissingNode() ? List.of() : value(name).texts();
    }

    List<Integer> integers(String name, List<Integer> otherwise) {
        return json.path(name).isMissingNode() ? otherwise : value(name).integers();
    }

    int integer(String name, int min, int max) {
        return value(name).integer(min, max);
    }

    int integer(String name, int min, int max, int otherwise) {
        return has(name) ? integer(name, min, max) : otherwise;
    }

    long number(String name) {
        return value(name).number();
    }

    double share(String name, double otherwise) {
        return has(name) ? value(name).share() : otherwise;
    }

    /** A number above 0, at most this. */
    double amount(String name, double most) {
        return required(name).amount(most);
    }

    boolean flag(String name) {
        return !json.path(name).isMissingNode() && value(name).flag();
    }

    String address(String name) {
        return required(name).address();
    }

    /** A list of no more than so many literal addresses. */
    List<String> addresses(String name, int most) {
        return texts(name, most).stream()
                .map(text -> new FieldValue(at(name), TextNode.valueOf(text)).address())
                .toList();
    }

    Duration time(String name, Duration otherwise, Duration longest) {
        return has(name) ? value(name).time(longest) : otherwise;
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

    /** A text of this shape. */
    Optional<String> shaped(String name, Pattern shape, String words) {
        Optional<String> text = optional(name);
        text.filter(given -> !shape.matcher(given).matches()).ifPresent(given -> {
            throw new InvalidIntent(at(name), "'" + shortened(given) + "' " + words);
        });
        return text;
    }

    static String shortened(String text) {
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + "...";
    }

    /** Reads a name; what is no name is an error of this field, which says what kind of name it is. */
    static <T> T name(String field, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent(
                    field, KIND.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
        }
    }

    static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
