package io.counterweight.health.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** MicroProfile Health, as SmallRye, Quarkus, Open Liberty and Payara speak it: 200 up, 503 down, 500 undetermined. */
final class MicroProfileHealth {

    private static final int UNDETERMINED = 500;

    private MicroProfileHealth() {}

    static Reading read(int status, JsonNode body) {
        return switch (Json.text(body, "status")) {
            case "UP" ->
                status >= 200 && status < 300
                        ? Reading.serving("UP")
                        : new Reading.Failing("says UP, but answered with status " + status);
            case "DOWN" -> new Reading.Failing(down(body));
            default -> undetermined(status);
        };
    }

    static Reading undetermined(int status) {
        return status == UNDETERMINED
                ? new Reading.Unknown("undetermined (500)")
                : new Reading.Failing("no status UP or DOWN, answered with " + status);
    }

    private static String down(JsonNode body) {
        JsonNode checks = body.path("checks");
        if (checks.isArray() && checks.isEmpty()) {
            return "DOWN, no check is installed yet";
        }
        List<String> names = new ArrayList<>();
        for (JsonNode check : checks) {
            if (names.size() < 4 && "DOWN".equals(Json.text(check, "status"))) {
                names.add(Json.text(check, "name"));
            }
        }
        return names.isEmpty() ? "DOWN" : "DOWN: " + String.join(", ", names);
    }
}
