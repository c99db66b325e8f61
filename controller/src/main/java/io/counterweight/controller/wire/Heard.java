package io.counterweight.controller.wire;

import io.counterweight.engine.fact.Report;
import java.nio.charset.StandardCharsets;

/** A report as it was heard: read, and in its writer's own words (rule G10). */
public record Heard(Report report, Envelope envelope) {

    public static Heard of(Envelope envelope) {
        return new Heard(Wire.read(envelope.body(), Report.class), envelope);
    }

    public String text() {
        return new String(envelope.body(), StandardCharsets.UTF_8);
    }
}
