package io.counterweight.health.damping;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.intent.Damping;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one vantage sees at one published address of another datacenter (rules E1, E4). Pure; all times are milliseconds on one
 * monotonic clock.
 *
 * @param result {@code ABSTAINS} until a series of probes has risen or failed
 * @param missing {@code REFUSED} or {@code UNREACHABLE}, as of the last failure
 * @param firstMiss when the present series of failures began
 * @param begunAfter what had been heard of the datacenter when the last probe that settled the result began
 * @param since when the result began
 */
public record VoteCounters(
        Result result,
        int failures,
        int successes,
        OptionalLong firstMiss,
        Result missing,
        Optional<Echo> begunAfter,
        String reason,
        long since) {

    /** A failure must last this long before a vote leaves {@code SERVED}: a balancer's reload is no loss. */
    public static final long LEAVES_SERVED_AFTER_MILLIS = 500;

    public static VoteCounters start(long now) {
        return new VoteCounters(
                Result.ABSTAINS,
                0,
                0,
                OptionalLong.empty(),
                Result.UNREACHABLE,
                Optional.empty(),
                "not probed yet",
                now);
    }

    public VoteCounters success(long now, Damping damping, Optional<Echo> heard, String words) {
        int run = Math.min(successes + 1, damping.rise());
        boolean served = result == Result.SERVED || run >= damping.rise();
        return new VoteCounters(
                served ? Result.SERVED : result,
                0,
                run,
                OptionalLong.empty(),
                missing,
                served ? heard : begunAfter,
                served || result == Result.ABSTAINS ? words : reason,
                served && result != Result.SERVED ? now : since);
    }

    /**
     * A probe failed.
     *
     * @param how {@code REFUSED} or {@code UNREACHABLE}
     * @param outsideAnswered when something else outside my datacenter last answered; without that since the first miss the
     *     failures are void and the counting starts again
     */
    public VoteCounters failure(
            long now, Damping damping, Result how, Optional<Echo> heard, String words, long outsideAnswered) {
        int inRow = failures + 1;
        long first = firstMiss.orElse(now);
        boolean longEnough = result != Result.SERVED || now - first >= LEAVES_SERVED_AFTER_MILLIS;
        if (inRow < damping.fall() || !longEnough) {
            return new VoteCounters(result, inRow, 0, OptionalLong.of(first), how, begunAfter, reason, since);
        }
        if (outsideAnswered < first) {
            return new VoteCounters(result, 0, 0, OptionalLong.of(now), how, begunAfter, reason, since);
        }
        return new VoteCounters(how, inRow, 0, OptionalLong.of(first), how, heard, words, result == how ? since : now);
    }

    /** On hearing the datacenter again: no statement before a series begun since has risen or failed. */
    public VoteCounters abstain(long now) {
        return new VoteCounters(
                Result.ABSTAINS, 0, 0, OptionalLong.empty(), missing, Optional.empty(), "just heard again", now);
    }

    public boolean inDoubt() {
        return switch (result) {
            case ABSTAINS -> true;
            case SERVED -> firstMiss.isPresent();
            case REFUSED, UNREACHABLE -> successes > 0;
        };
    }
}
