package io.counterweight.controller.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.controller.intent.InvalidIntent;
import org.jspecify.annotations.Nullable;

/** Reads what callers send, strictly: one JSON value, no name twice, nothing behind it. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Bodies() {}

    static JsonNode read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            throw new InvalidIntent("", "the body is empty: send a JSON object");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new InvalidIntent(
                    "",
                    "the body is no JSON that can be taken: " + e.getOriginalMessage() + ", line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
        }
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
