package io.counterweight.health.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** draft-inadarei-api-health-check-06: pass, warn, fail and their aliases, in any case; {@code checks} is an object of arrays. */
final class IetfHealth {

    private IetfHealth() {}

    static boolean isWord(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "pass", "ok", "warn", "fail", "error" -> true;
            default -> false;
        };
    }

    static Reading read(int status, JsonNode body) {
        boolean success = status >= 200 && status < 400;
        String word = Json.text(body, "status").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "pass", "ok", "up" ->
                success
                        ? Reading.serving(word)
                        : new Reading.Failing("says " + word + ", but answered with status " + status);
            case "warn" ->
                success
                        ? new Reading.Serving(Reading.DEGRADED, "warn" + not(body, "pass"))
                        : new Reading.Failing("says warn, but answered with status " + status);
            case "fail", "error", "down" -> new Reading.Failing(word + not(body, "pass"));
            default -> new Reading.Failing("no status pass, warn or fail, answered with " + status);
        };
    }

    private static String not(JsonNode body, String good) {
        List<String> names = new ArrayList<>();
        body.path("checks").properties().forEach(check -> {
            for (JsonNode measured : check.getValue()) {
                String word = Json.text(measured, "status").toLowerCase(Locale.ROOT);
                if (names.size() < 4 && !word.isEmpty() && !word.equals(good) && !names.contains(check.getKey())) {
                    names.add(check.getKey());
                }
            }
        });
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }
}
