package io.counterweight.engine.kit;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import java.util.Optional;

/** Votes of a vantage that was once served, with a probe that began after no particular report. */
public final class Votes {

    private Votes() {}

    public static Vote served() {
        return vote(Result.SERVED);
    }

    public static Vote refused() {
        return vote(Result.REFUSED);
    }

    public static Vote unreachable() {
        return vote(Result.UNREACHABLE);
    }

    public static Vote abstains() {
        return Vote.abstains("just heard again");
    }

    public static Vote vote(Result result) {
        return new Vote(result, true, Optional.empty(), result.name(), 0);
    }

    /** The same vote of a vantage that was never served there. */
    public static Vote neverServed(Vote vote) {
        return new Vote(vote.result(), false, vote.begunAfter(), vote.reason(), vote.ageMillis());
    }

    /** The same vote by a probe that began after this report had been heard. */
    public static Vote begunAfter(Report heard, Vote vote) {
        Echo echo = new Echo(heard.writer(), heard.stamp());
        return new Vote(vote.result(), vote.everServed(), Optional.of(echo), vote.reason(), vote.ageMillis());
    }
}
