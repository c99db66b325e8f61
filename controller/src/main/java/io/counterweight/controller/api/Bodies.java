package io.counterweight.controller.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.controller.intent.InvalidIntent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what callers send, strictly: one JSON value, no name twice, nothing behind it. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Pattern OWN = Pattern.compile("\\[Source|`[A-Za-z]+[.`]");

    private Bodies() {}

    static JsonNode read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            throw new InvalidIntent("", "the body is empty: send a JSON object");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            String where = at.getLineNr() < 1 ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new InvalidIntent(
                    "", "the body is no JSON that can be taken" + where + ": " + sentence(e.getOriginalMessage()));
        }
    }

    /** The part of the parser's words that is about the body, and not about the parser's own settings. */
    private static String sentence(String words) {
        Matcher own = OWN.matcher(words);
        if (!own.find()) {
            return words;
        }
        int end = Math.max(words.lastIndexOf(" (", own.start()), words.lastIndexOf(": ", own.start()));
        return words.substring(0, end < 0 ? own.start() : end);
    }

    /** What was read before, and is known to be JSON. */
    static JsonNode known(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an intent of this deployment is no JSON", e);
        }
    }
}
