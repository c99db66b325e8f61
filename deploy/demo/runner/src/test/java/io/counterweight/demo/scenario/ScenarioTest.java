package io.counterweight.demo.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.demo.report.Data;
import io.counterweight.demo.report.Reports;
import io.counterweight.demo.scenario.Scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that goes wrong says so to the end. */
class ScenarioTest {
    private final List<String> played = new ArrayList<>();
    private final long begun = System.nanoTime();

    private Step fine(String title) {
        return new Step(title, scene -> {
            played.add(title);
            scene.expect("it is fine", true);
        });
    }

    private List<Outcome> play(Step... steps) {
        return new Scenario(new Rehearsal().setting(begun), List.of(steps)).play();
    }

    private Data data(List<Outcome> outcomes) {
        return Data.of(begun, outcomes, List.of(), List.of());
    }

    @Test
    void exceptionInsideAStepFailsItAndBothReportsAreWritten(@TempDir Path directory) throws IOException {
        Step broken = new Step("broken", scene -> {
            throw new IllegalStateException("the edge of east has gone");
        });
        List<Outcome> outcomes = play(fine("first"), broken, fine("never"));
        assertEquals(List.of("first"), played);
        assertEquals(List.of(true, false), outcomes.stream().map(Outcome::held).toList());

        Data data = data(outcomes);
        Reports.write(data, directory);
        assertEquals(1, data.exitStatus());
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertFalse(report.path("held").asBoolean(true));
        JsonNode failed = report.path("steps").path(1).path("expectations").path(0);
        assertFalse(failed.path("held").asBoolean(true));
        assertTrue(failed.path("what").asText().contains("the edge of east has gone"), failed::toString);
        String page = Files.readString(directory.resolve("report.html"));
        assertTrue(page.contains("the edge of east has gone"));
        assertFalse(page.contains("\"the data\""), "the page has kept the place of its data");
    }

    @Test
    void failedExpectationFailsTheRunAndLetsTheNextStepPlay() {
        Step disappointing = new Step("disappointing", scene -> scene.expect("pigs fly", false));
        List<Outcome> outcomes = play(disappointing, fine("next"));
        assertEquals(List.of("next"), played);
        assertEquals(1, data(outcomes).exitStatus());
    }

    @Test
    void runOfGoodStepsIsStatusZero() {
        List<Outcome> outcomes = play(fine("one"), fine("two"));
        assertEquals(List.of("one", "two"), played);
        assertEquals(0, data(outcomes).exitStatus());
    }

    @Test
    void eachStepBeginsWhereTheOneBeforeItEnded() {
        List<Outcome> outcomes = play(fine("one"), fine("two"));
        assertEquals(0, outcomes.getFirst().fromMillis());
        assertEquals(outcomes.getFirst().toMillis(), outcomes.getLast().fromMillis());
    }
}
