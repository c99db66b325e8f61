package io.counterweight.health.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.name.Site;
import io.counterweight.health.format.Reading;
import io.counterweight.health.probe.Answer;
import io.counterweight.rules.Rule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From probe answers to a vote, in virtual time. */
class VoteWatchTest {
    private static final Answer GOOD = new Answer.Read(Reading.serving("status 200"));
    private static final Answer REFUSING = new Answer.Read(new Reading.Failing("status 503"));
    private static final Answer NOTHING = new Answer.TimedOut(1_000);

    private final Around around = new Around();
    private final VoteWatch watch = new VoteWatch(around, Site.of("east"), Damping.defaults(), 1_000, () -> {});

    /** What a test makes of the world. */
    private static final class Around implements VoteWatch.Surroundings {
        long now = 1_000_000;
        boolean hearing = true;
        boolean cutOff;

        @Override
        public long now() {
            return now;
        }

        @Override
        public Optional<Echo> heardOf(Site site) {
            return Optional.empty();
        }

        @Override
        public boolean hears(Site site) {
            return hearing;
        }

        @Override
        public long outsideAnswered(Site except) {
            return cutOff ? 0 : now;
        }
    }

    private Result answer(Answer answer, int times) {
        for (int i = 0; i < times; i++) {
            around.now += 100;
            watch.answered(watch.begin(), answer);
        }
        return watch.counters().result();
    }

    @Test
    @Rule("E4")
    void myOwnIsolationIsNotTheirPathDown() {
        answer(GOOD, 3);
        around.cutOff = true;
        assertEquals(Result.SERVED, answer(NOTHING, 100));
        around.cutOff = false;
        assertEquals(Result.SERVED, answer(GOOD, 1));
    }

    @Test
    @Rule("E4")
    void whereOthersAnswerTheFailureCounts() {
        answer(GOOD, 3);
        assertEquals(Result.UNREACHABLE, answer(NOTHING, 6));
    }

    @Test
    @Rule("E1")
    void whatWasBegunBeforeTheSiteWasHeardAgainCountsForNothing() {
        answer(GOOD, 3);
        Object one = watch.begin();
        Object other = watch.begin();
        watch.abstain();
        watch.answered(one, NOTHING);
        watch.answered(other, NOTHING);
        assertEquals(Result.ABSTAINS, watch.counters().result());
        assertEquals(Result.UNREACHABLE, answer(NOTHING, 6));
    }

    @Test
    @Rule("E1")
    void answeredButFailedIsRefused() {
        answer(GOOD, 3);
        assertEquals(Result.REFUSED, answer(REFUSING, 6));
    }

    @Test
    @Rule("E1")
    void noStatementIsRefusedToAnOutsider() {
        assertEquals(Result.REFUSED, answer(new Answer.Read(new Reading.Unknown("UNKNOWN")), 2));
    }

    @Test
    void whatHungBeforeItWasServedFailsNothingAfterIt() {
        answer(NOTHING, 2);
        Object before = watch.begin();
        answer(GOOD, 3);
        for (int i = 0; i < 10; i++) {
            around.now += 100;
            watch.answered(before, NOTHING);
        }
        assertEquals(Result.SERVED, watch.counters().result());
    }

    @Test
    void aContradictionIsAskedTwiceAsOften() {
        answer(NOTHING, 2);
        assertEquals(500, watch.intervalMillis());
        around.hearing = false;
        assertEquals(1_000, watch.intervalMillis());
        answer(GOOD, 3);
        assertEquals(1_000, watch.intervalMillis());
    }
}
