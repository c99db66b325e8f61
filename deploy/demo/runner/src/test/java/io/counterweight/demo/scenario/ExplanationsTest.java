package io.counterweight.demo.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why, in a line each: from what {@code /api/v1/decisions} and {@code /api/v1/state} answer. */
class ExplanationsTest {
    private static final String HEALTHY =
            "{'condition': 'healthy', 'rule': 'E3', 'reason': 'its own word, and every vote'}";
    private static final String HOLD = "{'condition': 'hold', 'rule': 'E3', 'reason': 'the votes are mixed'}";
    private static final String LOST = "{'condition': 'lost', 'rule': 'E6', 'reason': 'silent, and refused'}";
    private static final String HALF = "{'east': 500, 'west': 500}";
    private static final String EAST_ALONE = "{'east': 1000, 'west': 0}";

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What a controller decided on west, and what it did. */
    private static String decision(long at, String service, String west, String before, String after) {
        return """
                {'at': %d, 'service': '%s', 'before': %s, 'after': %s,
                 'conclusions': {'east': %s, 'west': %s},
                 'steps': [%s]}""".formatted(
                        at,
                        service,
                        before,
                        after,
                        HEALTHY,
                        west,
                        before.equals(after) ? "" : "{'rule': 'W2', 'text': 'east takes what west had'}");
    }

    /** As they are answered: the latest first. */
    private static JsonNode decisions(String... latestFirst) {
        return json("[" + String.join(",", latestFirst) + "]");
    }

    @Test
    void serviceWhoseWeightsMovedIsExplainedByThoseDecisionsAlone() {
        JsonNode decisions = decisions(
                decision(30, "shop", LOST, HALF, EAST_ALONE),
                decision(20, "shop", HOLD, HALF, HALF),
                decision(10, "shop", HEALTHY, HALF, HALF));
        assertEquals(
                List.of("shop east 50.0 %, west 50.0 % -> east 100.0 %, west 0.0 %: "
                        + "E6 west is lost: silent, and refused; W2 east takes what west had"),
                Explanations.told(decisions, 0, 100));
    }

    @Test
    void serviceWhoseWeightsStayedIsExplainedByWhatWasConcludedAnew() {
        JsonNode decisions = decisions(
                decision(40, "shop", HEALTHY, HALF, HALF),
                decision(30, "shop", HOLD, HALF, HALF),
                decision(20, "shop", HOLD, HALF, HALF),
                decision(10, "shop", HEALTHY, HALF, HALF));
        assertEquals(
                List.of(
                        "shop stays east 50.0 %, west 50.0 %: E3 west is hold: the votes are mixed",
                        "shop stays east 50.0 %, west 50.0 %: E3 west is healthy: its own word, and every vote"),
                Explanations.told(decisions, 20, 100));
    }

    @Test
    void servicesAreExplainedEachByItsOwnDecisionsInTheirOrder() {
        JsonNode decisions = decisions(
                decision(30, "shop", LOST, HALF, EAST_ALONE),
                decision(20, "ledger", HOLD, EAST_ALONE, EAST_ALONE),
                decision(15, "shop", HOLD, HALF, HALF),
                decision(10, "ledger", HEALTHY, EAST_ALONE, EAST_ALONE));
        assertEquals(
                List.of(
                        "ledger stays east 100.0 %, west 0.0 %: E3 west is hold: the votes are mixed",
                        "shop east 50.0 %, west 50.0 % -> east 100.0 %, west 0.0 %: "
                                + "E6 west is lost: silent, and refused; W2 east takes what west had"),
                Explanations.told(decisions, 12, 100));
    }

    @Test
    void decisionsOfAnotherTimeAreNotTold() {
        JsonNode decisions = decisions(
                decision(30, "shop", LOST, HALF, EAST_ALONE),
                decision(20, "shop", HOLD, HALF, HALF),
                decision(10, "shop", HOLD, EAST_ALONE, HALF));
        assertEquals(List.of(), Explanations.told(decisions, 11, 30));
    }

    @Test
    void whatIsHeldNamesEveryDatacentersConclusion() {
        JsonNode state = json("{'services': {'shop': {'weights': %s, 'conclusions': {'east': %s, 'west': %s}}}}"
                .formatted(HALF, HEALTHY, HOLD));
        assertEquals(
                List.of("shop stays east 50.0 %, west 50.0 %: E3 east is healthy: its own word, and every vote; "
                        + "E3 west is hold: the votes are mixed"),
                Explanations.held(state));
    }

    @Test
    void serviceWithoutWeightsStaysNothing() {
        assertEquals(
                List.of("shop stays nothing: "),
                Explanations.held(json("{'services': {'shop': {'weights': {}, 'conclusions': {}}}}")));
    }
}
