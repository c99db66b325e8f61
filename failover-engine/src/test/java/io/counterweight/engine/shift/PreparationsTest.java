package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.Prepared.Answer;
import io.counterweight.engine.intent.BeforeHook;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.Preparations.Question;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A stateful application is asked before traffic returns to it, as west counts its return. */
@Rule("W3")
class PreparationsTest {

    private static final String URL = "http://10.2.0.21:8080/prepare";
    private static final Question ASKED = new Question(URL, Duration.ofSeconds(5), "return 1");

    private final Speaker east = Speaker.of("east/a");

    private World returning(String datacenterAsked) {
        Shifting shifting = new Shifting(
                        Duration.ofSeconds(2), List.of(25, 50, 100), Duration.ofSeconds(2), Failback.AUTOMATIC)
                .asking(new BeforeHook(new TreeMap<>(Map.of(Site.of(datacenterAsked), URL)), Duration.ofSeconds(5)));
        World west = ReturningWest.of(shifting, east);
        west.run(500, east);
        assertEquals(Phase.HOLDING_DOWN, west.ceiling("shop").orElseThrow().phase());
        return west;
    }

    private static double share(World west) {
        return west.ceiling("shop").orElseThrow().share();
    }

    private static void says(World west, String cause, Answer answer, String why) {
        west.sees.prepared("shop", new Prepared(cause, answer, why));
    }

    private static String steps(World west) {
        return west.decision().records().get(ServiceName.of("shop")).steps().toString();
    }

    private static boolean alarmed(World west, String name) {
        return west.decision().alarms().containsKey(name + ":shop@west");
    }

    @Test
    void theApplicationIsAskedFromTheHoldDownOnUntilTheFirstStep() {
        World west = returning("west");
        assertEquals(Map.of(ServiceName.of("shop"), ASKED), west.decision().questions());

        says(west, "return 1", Answer.READY, "");
        west.run(3_000, east);

        assertEquals(0.25, share(west));
        assertEquals(Map.of(), west.decision().questions());
    }

    @Test
    void untilItAnswersTheFirstStepWaitsAndNobodyNeedLook() {
        World west = returning("west");

        west.run(10_000, east);

        assertEquals(0, share(west));
        assertTrue(steps(west).contains("its return to west waits by shifting.before: its application is asked"));
        assertFalse(alarmed(west, "not-prepared"));
        assertFalse(alarmed(west, "failback-waits"), "no budget holds it");
    }

    @Test
    void aRefusalHoldsTheFirstStepAndRaisesAnAlarmWithItsReason() {
        World west = returning("west");
        says(west, "return 1", Answer.REFUSED, "it answered 503: replica is rebuilding");

        west.run(10_000, east);

        assertEquals(0, share(west));
        assertTrue(west.decision()
                .alarms()
                .get("not-prepared:shop@west")
                .reason()
                .contains("its application refuses: it answered 503: replica is rebuilding"));
        assertEquals(Map.of(ServiceName.of("shop"), ASKED), west.decision().questions(), "it is asked again");
        says(west, "return 1", Answer.READY, "");
        west.run(500, east);
        assertEquals(0.25, share(west));
        assertFalse(alarmed(west, "not-prepared"));
    }

    @Test
    void noAnswerByTheDeadlineHoldsItToo() {
        World west = returning("west");
        says(west, "return 1", Answer.UNANSWERED, "no answer within 5000 ms");

        west.run(10_000, east);

        assertEquals(0, share(west));
        assertTrue(alarmed(west, "not-prepared"));
    }

    @Test
    void aWordOnAnEarlierReturnLetsNothingReturn() {
        World west = returning("west");
        says(west, "return 0", Answer.READY, "");

        west.run(10_000, east);

        assertEquals(0, share(west));
    }

    @Test
    void whereNoUrlIsNamedNobodyIsAsked() {
        World west = returning("east");

        west.run(3_000, east);

        assertEquals(0.25, share(west));
        assertEquals(Map.of(), west.decision().questions());
    }

    @Test
    void laterStepsWaitForNoAnswer() {
        World west = returning("west");
        says(west, "return 1", Answer.READY, "");
        west.run(3_000, east);
        says(west, "return 1", Answer.REFUSED, "changed its mind");

        west.run(10_000, east);

        assertEquals(1, share(west));
    }

    @Test
    void whatServesAloneIsNotHeldByIt() {
        World west = returning("west");
        says(west, "return 1", Answer.REFUSED, "replica is rebuilding");
        west.run(5_000, east);
        assertEquals(0, west.weight("shop", "west"));

        east.sees.failing("shop", "e");
        west.run(500, east);

        assertEquals(1000, west.weight("shop", "west"));
        assertEquals(Phase.OPEN, west.ceiling("shop").orElseThrow().phase());
    }

    @Test
    @Rule("G10")
    void aSiblingThatSaysNothingOfItIsNoAnswerAndOneThatIsReadySuffices() {
        World west = returning("west");
        Speaker sibling = Speaker.of("west/b");
        sibling.sees.serving("shop", "w").vote("shop", "east", Votes.served());
        sibling.ceiling("shop", west.ceiling("shop").orElseThrow());
        west.run(5_000, east, sibling);
        assertEquals(0, share(west));

        sibling.sees.prepared("shop", new Prepared("return 1", Answer.READY, ""));
        west.run(500, east, sibling);

        assertEquals(0.25, share(west));
    }
}
