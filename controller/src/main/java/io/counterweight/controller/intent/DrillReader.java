package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.time.Duration;

/** Reads a recorded drill. */
public final class DrillReader {
    /** Longer than any deployment may ask for: then it no longer arms anything. */
    private static final Duration KEPT = Duration.ofDays(400);

    private DrillReader() {}

    /** Reads a drill; the first thing wrong is an {@link InvalidIntent}. */
    public static Drill read(String id, String by, JsonNode json) {
        Fields fields = Fields.of(json).only("service", "datacenter", "passed", "evidence");
        if (!fields.has("passed")) {
            throw new InvalidIntent("passed", "is missing: write true or false");
        }
        return new Drill(
                id,
                fields.optional("service").map(text -> Fields.name("service", text, ServiceName::of)),
                fields.optional("datacenter").map(text -> Fields.name("datacenter", text, Site::of)),
                fields.flag("passed"),
                fields.text("evidence"),
                by,
                KEPT.toMillis());
    }
}
