package io.counterweight.health.damping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.Damping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Virtual time; {@code +} is a success and {@code -} a failure, each 100 ms after the last. */
class CountersTest {
    private static final Damping DAMPING = Damping.defaults();
    private static final long STEP_MILLIS = 100;

    private long now = 1_000_000;
    private Counters counters = Counters.start(State.SERVING, now);

    private State after(String answers) {
        for (int i = 0; i < answers.length(); i++) {
            now += STEP_MILLIS;
            counters = answers.charAt(i) == '+' ? counters.success(now, DAMPING) : counters.failure(now, DAMPING);
        }
        return counters.state();
    }

    private void begin(State state) {
        counters = Counters.start(state, now);
    }

    @Test
    void twoFailuresInARowMakeItFall() {
        assertEquals(State.SERVING, after("-"));
        assertEquals(State.FAILING, after("-"));
        assertEquals(now, counters.since());
    }

    @Test
    void anySuccessRestartsTheCount() {
        assertEquals(State.SERVING, after("-+-+-"));
    }

    @Test
    void failingEveryOtherTimeDoesNotPass() {
        assertEquals(State.SERVING, after("-+-+-+-+-+"));
        assertEquals(State.FAILING, after("-"));
    }

    @Test
    void fiveSuccessesInARowForgiveScatteredFailures() {
        after("-+-+-+-+-+");
        assertEquals(State.SERVING, after("++++"));
        assertFalse(counters.inDoubt());
        assertEquals(State.SERVING, after("-+-+-+-+-+"));
    }

    @Test
    void fourSuccessesForgiveNothing() {
        after("-++++");
        assertTrue(counters.inDoubt());
        after("+");
        assertFalse(counters.inDoubt());
    }

    @Test
    void threeSuccessesInARowBringItBack() {
        begin(State.FAILING);
        assertEquals(State.FAILING, after("++-++"));
        assertEquals(State.SERVING, after("+"));
        assertFalse(counters.inDoubt());
    }

    @Test
    void whatFailsIsInDoubtOnlyWhileItRises() {
        begin(State.FAILING);
        after("-");
        assertFalse(counters.inDoubt());
        after("+");
        assertTrue(counters.inDoubt());
        after("-");
        assertFalse(counters.inDoubt());
    }

    @Test
    void whatIsUnknownRisesAndFallsByTheSameCounts() {
        begin(State.UNKNOWN);
        assertTrue(counters.inDoubt());
        assertEquals(State.UNKNOWN, after("++-"));
        assertEquals(State.FAILING, after("-"));
        begin(State.UNKNOWN);
        assertEquals(State.SERVING, after("+++"));
    }

    @Test
    void toFallOutOfTheUnknownIsNoFlap() {
        for (int i = 0; i < 5; i++) {
            begin(State.UNKNOWN);
            after("--");
        }
        assertEquals(0, counters.penaltyLeft(now));
        assertEquals(State.SERVING, after("+++"));
    }

    /** How long it is kept out after each of this many falls, one after the other. */
    private List<Long> penalties(int falls) {
        List<Long> penalties = new ArrayList<>();
        for (int i = 0; i < falls; i++) {
            after("--");
            penalties.add(counters.penaltyLeft(now));
            now += counters.penaltyLeft(now);
            after("+++");
        }
        return penalties;
    }

    @Test
    void fromTheThirdFallOnItStaysOutTwiceAsLongEachTime() {
        assertEquals(List.of(0L, 0L, 10_000L, 20_000L, 40_000L, 80_000L), penalties(6));
    }

    @Test
    void thePenaltyHasACap() {
        Damping patient = new Damping(
                2, 3, 5, Duration.ofMillis(100), 1, Duration.ofDays(1), Duration.ofSeconds(10), Duration.ofSeconds(25));
        for (long expected : List.of(10_000L, 20_000L, 25_000L, 25_000L)) {
            counters = counters.failure(now, patient).failure(now, patient);
            assertEquals(expected, counters.penaltyLeft(now));
            now += expected;
            counters = counters.success(now, patient).success(now, patient).success(now, patient);
            assertEquals(State.SERVING, counters.state());
        }
    }

    @Test
    void fallsOutsideOfTheWindowAreForgotten() {
        penalties(2);
        now += DAMPING.flapWindow().toMillis();
        after("--");
        assertEquals(0, counters.penaltyLeft(now));
    }

    @Test
    void itDoesNotRiseBeforeItsPenaltyIsOver() {
        penalties(2);
        after("--");
        assertEquals(State.FAILING, after("++++++++++"));
        now += counters.penaltyLeft(now);
        assertEquals(State.SERVING, after("+"));
        assertEquals(0, counters.penaltyLeft(now));
    }
}
