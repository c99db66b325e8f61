package io.counterweight.simulation;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import java.util.Optional;

/** A vantage's series of probes of one service in one other datacenter, coarsely: a vote falls and rises within two steps (rules E1, E4). */
final class VoteSeries {

    private static final long LEAVES_SERVED_AFTER_MILLIS = 500;
    private static final int RISE = 2;
    private static final long NEVER = -1;

    private Result result = Result.ABSTAINS;
    private int successes;
    private int failures;
    private long firstMiss = NEVER;
    private boolean everServed;
    private Optional<Echo> begunAfter = Optional.empty();

    VoteSeries(boolean everServed) {
        this.everServed = everServed;
    }

    /** On hearing the datacenter again: no statement before a series begun since has risen or failed. */
    void abstain() {
        result = Result.ABSTAINS;
        successes = 0;
        failures = 0;
        firstMiss = NEVER;
        begunAfter = Optional.empty();
    }

    void succeed(Optional<Echo> heardAtBegin) {
        successes++;
        failures = 0;
        firstMiss = NEVER;
        if (result == Result.SERVED || successes >= RISE) {
            result = Result.SERVED;
            everServed = true;
            begunAfter = heardAtBegin;
        }
    }

    /** A miss; what failed while nothing else outside answered is void, and the counting starts again. */
    void miss(Result how, Optional<Echo> heardAtBegin, long outsideAnswered, long now) {
        successes = 0;
        failures++;
        firstMiss = firstMiss == NEVER ? now : firstMiss;
        boolean longEnough = result != Result.SERVED || now - firstMiss >= LEAVES_SERVED_AFTER_MILLIS;
        if (failures < 2 || !longEnough) {
            return;
        }
        if (outsideAnswered <= firstMiss) {
            failures = 0;
            firstMiss = now;
            return;
        }
        result = how;
        begunAfter = heardAtBegin;
    }

    boolean everServed() {
        return everServed;
    }

    Vote vote() {
        return result == Result.ABSTAINS
                ? Vote.abstains("no series has ended yet")
                : new Vote(result, everServed, begunAfter, result.name(), 0);
    }
}
