package io.counterweight.health.damping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.rules.Rule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Virtual time. */
class VoteCountersTest {
    private static final Damping DAMPING = Damping.defaults();
    private static final Echo HEARD = new Echo(ControllerId.parse("east/a"), new ReportStamp(1, 7));
    private static final long NEVER = Long.MIN_VALUE / 2;

    private long now = 1_000_000;
    private VoteCounters vote = VoteCounters.start(now);

    private void serve(int times) {
        for (int i = 0; i < times; i++) {
            now += 100;
            vote = vote.success(now, DAMPING, Optional.of(HEARD), "status 200");
        }
    }

    private void fail(int times, Result how, long outsideAnswered) {
        for (int i = 0; i < times; i++) {
            now += 100;
            vote = vote.failure(
                    now, DAMPING, how, Optional.of(HEARD), "connection refused", Math.min(outsideAnswered, now));
        }
    }

    private void fail(int times) {
        fail(times, Result.UNREACHABLE, Long.MAX_VALUE);
    }

    @Test
    @Rule("E1")
    void itAbstainsUntilASeriesHasRisen() {
        serve(2);
        assertEquals(Result.ABSTAINS, vote.result());
        assertTrue(vote.inDoubt());
        serve(1);
        assertEquals(Result.SERVED, vote.result());
        assertFalse(vote.inDoubt());
        assertEquals(Optional.of(HEARD), vote.begunAfter());
    }

    @Test
    @Rule("E1")
    void itAbstainsUntilASeriesHasFailed() {
        fail(1);
        assertEquals(Result.ABSTAINS, vote.result());
        fail(1);
        assertEquals(Result.UNREACHABLE, vote.result());
    }

    @Test
    @Rule("E1")
    void leavesServedOnlyAfterHalfASecondWithoutSuccess() {
        serve(3);
        fail(5);
        assertEquals(Result.SERVED, vote.result());
        assertTrue(vote.inDoubt());
        fail(1);
        assertEquals(Result.UNREACHABLE, vote.result());
    }

    @Test
    @Rule("E1")
    void aSuccessInBetweenStartsTheHalfSecondAgain() {
        serve(3);
        fail(5);
        serve(1);
        fail(5);
        assertEquals(Result.SERVED, vote.result());
    }

    @Test
    @Rule("E1")
    void refusedIsNotServed() {
        serve(3);
        fail(6, Result.REFUSED, Long.MAX_VALUE);
        assertEquals(Result.REFUSED, vote.result());
    }

    @Test
    @Rule("E4")
    void failuresAreVoidUntilSomethingElseOutsideAnswers() {
        serve(3);
        fail(60, Result.UNREACHABLE, NEVER);
        assertEquals(Result.SERVED, vote.result());
        fail(12, Result.UNREACHABLE, Long.MAX_VALUE);
        assertEquals(Result.UNREACHABLE, vote.result());
    }

    @Test
    @Rule("E4")
    void theCountingStartsAgainAfterFailuresThatWereVoid() {
        serve(3);
        fail(6, Result.UNREACHABLE, NEVER);
        fail(4, Result.UNREACHABLE, Long.MAX_VALUE);
        assertEquals(Result.SERVED, vote.result());
    }

    @Test
    @Rule("E1")
    void onHearingTheDatacenterAgainItAbstainsUntilANewSeriesHasEnded() {
        fail(2);
        vote = vote.abstain(now);
        assertEquals(Result.ABSTAINS, vote.result());
        assertEquals(Optional.empty(), vote.begunAfter());
        fail(1);
        assertEquals(Result.ABSTAINS, vote.result());
        fail(1);
        assertEquals(Result.UNREACHABLE, vote.result());
    }

    @Test
    void whatIsNotServedIsInDoubtOnlyWhileItRises() {
        fail(2);
        assertFalse(vote.inDoubt());
        serve(1);
        assertTrue(vote.inDoubt());
        assertEquals(Result.UNREACHABLE, vote.result());
        serve(2);
        assertEquals(Result.SERVED, vote.result());
    }
}
