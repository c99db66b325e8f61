package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.config.Times;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One value that a person wrote into a field, read strictly.
 *
 * @param path of the field, for errors
 */
record FieldValue(String path, JsonNode json) {
    private static final int LONGEST_TEXT = 2048;
    private static final int MOST_TEXTS = 256;

    private InvalidIntent wrong(String rule) {
        return new InvalidIntent(path, rule);
    }

    private static String shown(JsonNode value) {
        return Fields.shortened(value.toString());
    }

    String text() {
        if (!json.isTextual() || json.asText().isBlank()) {
            throw wrong("'" + shown(json) + "' must be a text that is not empty");
        }
        if (json.asText().length() > LONGEST_TEXT) {
            throw wrong("is longer than " + LONGEST_TEXT + " characters: make it shorter");
        }
        return json.asText();
    }

    List<String> texts() {
        return texts(MOST_TEXTS);
    }

    List<String> texts(int most) {
        if (!json.isArray()) {
            throw wrong("is no list: write [...]");
        }
        Set<String> texts = new LinkedHashSet<>();
        json.forEach(each -> {
            if (!each.isTextual()) {
                throw wrong("holds " + shown(each) + ", which is no text");
            }
            if (texts.contains(each.asText())) {
                throw wrong("names '" + Fields.shortened(each.asText()) + "' twice: take one out");
            }
            if (texts.size() == most) {
                throw wrong("has more than " + most + " entries: use fewer");
            }
            texts.add(each.asText());
        });
        return List.copyOf(texts);
    }

    List<Integer> integers() {
        if (!json.isArray()) {
            throw wrong("is no list: write [...]");
        }
        List<Integer> integers = new ArrayList<>();
        json.forEach(each -> {
            if (!each.isIntegralNumber() || !each.canConvertToInt()) {
                throw wrong("holds " + shown(each) + ", which is no whole number");
            }
            integers.add(each.asInt());
        });
        return integers;
    }

    int integer(int min, int max) {
        if (!json.isIntegralNumber() || !json.canConvertToInt()) {
            throw wrong(json.isMissingNode() ? "is missing" : shown(json) + " is no whole number");
        }
        if (json.asInt() < min || json.asInt() > max) {
            throw wrong(json + " is outside " + min + ".." + max);
        }
        return json.asInt();
    }

    long number() {
        if (!json.isIntegralNumber() || json.asLong() < 0) {
            throw wrong("must be a whole number of 0 or more");
        }
        return json.asLong();
    }

    double share() {
        if (!json.isNumber() || !(json.asDouble() >= 0 && json.asDouble() <= 1)) {
            throw wrong(shown(json) + " is outside 0..1");
        }
        return json.asDouble();
    }

    double amount(double most) {
        if (!json.isNumber() || !(json.asDouble() > 0 && json.asDouble() <= most)) {
            throw wrong(shown(json) + " is no number above 0, at most " + most);
        }
        return json.asDouble();
    }

    boolean flag() {
        if (!json.isBoolean()) {
            throw wrong(shown(json) + " must be true or false");
        }
        return json.asBoolean();
    }

    Duration time(Duration longest) {
        String text = text();
        try {
            Duration time = Times.parse("", text);
            if (time.compareTo(longest) > 0) {
                throw wrong(text + " is longer than " + Times.words(longest) + ": make it shorter");
            }
            return time;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()).trim());
        }
    }

    /** A literal address, in the form that Java gives it. */
    String address() {
        String text = text();
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            if (address.isAnyLocalAddress() || address.isMulticastAddress() || text.contains("%")) {
                throw wrong("'" + Fields.shortened(text) + "' is not the address of one host to all: write that");
            }
            return address.getHostAddress();
        } catch (IllegalArgumentException e) {
            throw wrong("'" + Fields.shortened(text) + "' is no literal IP address: policies hold no host names");
        }
    }
}
