package io.counterweight.health.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Spring Boot Actuator. DOWN and OUT_OF_SERVICE answer 503; UP, UNKNOWN and every custom status that nobody mapped answer 200, so that
 * the word counts and not the number.
 */
final class SpringBootHealth {

    private SpringBootHealth() {}

    static Reading read(int status, JsonNode body) {
        String word = Json.text(body, "status");
        return switch (word) {
            case "UP" ->
                status >= 200 && status < 300
                        ? Reading.serving("UP")
                        : new Reading.Failing("says UP, but answered with status " + status);
            case "DOWN", "OUT_OF_SERVICE" -> new Reading.Failing(word + failing(body));
            case "UNKNOWN" -> new Reading.Unknown("UNKNOWN");
            case "" -> new Reading.Failing("no status in the body, answered with " + status);
            default -> new Reading.Unknown("custom status " + shorten(word) + " that this check does not know");
        };
    }

    private static String failing(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.path("components").properties().forEach(component -> {
            String word = Json.text(component.getValue(), "status");
            if (names.size() < 4 && (word.equals("DOWN") || word.equals("OUT_OF_SERVICE"))) {
                names.add(component.getKey());
            }
        });
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    private static String shorten(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40);
    }
}
