package io.counterweight.health.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.Damping;
import io.counterweight.health.format.Reading;
import io.counterweight.health.probe.Answer;
import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

@Rule("E4")
class FallAndControlTargetsTest {
    private static final Answer GOOD = new Answer.Read(Reading.serving("status 200"));
    private static final Answer BAD = new Answer.Unreachable("connection refused");

    private long now = 10_000;
    private final EndpointWatch watch = new EndpointWatch(
            () -> now, Damping.defaults(), 1_000, EndpointVerdict.serving(1, "status 200", 0), () -> {});

    private void answer(Answer answer) {
        now += 100;
        watch.answered(watch.begin(), answer);
    }

    private State shown(long controlAnsweredAt) {
        return watch.verdict(now, controlAnsweredAt).state();
    }

    @Test
    void aFallIsSaidOnlyOnceAControlTargetHasAnsweredSinceItsFirstMiss() {
        answer(BAD);
        long firstMiss = now;
        answer(BAD);
        assertEquals(State.SERVING, shown(firstMiss - 1));
        assertEquals(State.FAILING, shown(firstMiss));
    }

    @Test
    void anEndpointThatIsRisingStaysFailingWhateverItsLastAnswerWas() {
        answer(BAD);
        answer(BAD);
        long controlAnsweredAt = now;
        answer(GOOD);
        assertEquals(State.FAILING, shown(controlAnsweredAt));
        answer(BAD);
        assertEquals(State.FAILING, shown(controlAnsweredAt));
        answer(GOOD);
        answer(GOOD);
        answer(GOOD);
        assertEquals(State.SERVING, shown(controlAnsweredAt));
    }

    @Test
    void whatWasMissedWhileNothingNearAnsweredIsVoidOnceItDoesAgain() {
        long controlAnsweredBefore = now;
        answer(BAD);
        answer(BAD);
        now += 5_000;
        watch.voidMisses(controlAnsweredBefore);
        assertEquals(State.SERVING, shown(now), "the fault was on this side");

        answer(BAD);
        answer(BAD);
        assertEquals(State.FAILING, shown(now), "and the counting has started again");
    }

    @Test
    void aFallThatAControlTargetHadConfirmedOutlivesATroubleOfThisSide() {
        answer(BAD);
        answer(BAD);
        long controlAnsweredBefore = now;
        now += 5_000;
        watch.voidMisses(controlAnsweredBefore);
        assertEquals(State.FAILING, shown(now));
    }
}
