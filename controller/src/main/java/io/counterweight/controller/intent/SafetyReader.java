package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.controller.config.Times;
import io.counterweight.engine.intent.DeploymentSafety;
import java.time.Duration;
import java.util.Optional;

/** Reads and writes the limits across all services. */
public final class SafetyReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration NINETY_DAYS = Duration.ofDays(90);
    private static final Duration YEAR = Duration.ofDays(365);

    private SafetyReader() {}

    /** Reads them; the first thing wrong is an {@link InvalidIntent}. */
    public static DeploymentSafety read(JsonNode json) {
        Fields fields = Fields.of(json).only("maxShifts", "shiftWindow", "maxAtOnce", "massFailure", "arming");
        Fields mass = fields.object("massFailure").only("share", "window");
        DeploymentSafety base = DeploymentSafety.defaults();
        return new DeploymentSafety(
                fields.integer("maxShifts", 1, 10_000, base.maxShifts()),
                fields.time("shiftWindow", base.shiftWindow(), SECOND, DAY),
                fields.integer("maxAtOnce", 1, 1_000, base.maxAtOnce()),
                new DeploymentSafety.MassFailure(
                        mass.share("share", base.massFailure().share()),
                        mass.time("window", base.massFailure().window(), SECOND, HOUR)),
                fields.has("arming") ? Optional.of(within(fields.object("arming"))) : Optional.empty());
    }

    private static Duration within(Fields fields) {
        return fields.only("within").time("within", NINETY_DAYS, SECOND, YEAR);
    }

    /** As people write them, every default filled in. */
    public static ObjectNode write(DeploymentSafety safety) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxShifts", safety.maxShifts())
                .put("shiftWindow", Times.words(safety.shiftWindow()))
                .put("maxAtOnce", safety.maxAtOnce())
                .putObject("massFailure")
                .put("share", safety.massFailure().share())
                .put("window", Times.words(safety.massFailure().window()));
        safety.armedWithin().ifPresent(within -> json.putObject("arming").put("within", Times.words(within)));
        return json;
    }
}
