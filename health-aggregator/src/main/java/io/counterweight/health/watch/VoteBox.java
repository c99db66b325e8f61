package io.counterweight.health.watch;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.health.damping.VoteCounters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One vote out of what is seen at all of a datacenter's published addresses: any that serves, reaches. */
public final class VoteBox {
    private VoteBox() {}

    public static Vote cast(List<VoteCounters> addresses, boolean everServed, long now) {
        Result result = result(addresses);
        VoteCounters speaking = addresses.stream()
                .filter(each -> each.result() == result)
                .min(order(result))
                .orElseThrow(() -> new IllegalStateException("no address has the result " + result));
        return new Vote(
                result,
                everServed || result == Result.SERVED,
                result == Result.ABSTAINS ? Optional.empty() : speaking.begunAfter(),
                speaking.reason(),
                Math.max(0, now - speaking.since()));
    }

    private static Result result(List<VoteCounters> addresses) {
        if (any(addresses, Result.SERVED)) {
            return Result.SERVED;
        }
        if (any(addresses, Result.ABSTAINS)) {
            return Result.ABSTAINS;
        }
        return any(addresses, Result.REFUSED) ? Result.REFUSED : Result.UNREACHABLE;
    }

    private static boolean any(List<VoteCounters> addresses, Result result) {
        return addresses.stream().anyMatch(each -> each.result() == result);
    }

    /** The latest proof that it serves; the earliest that it does not, so that all of them are covered. */
    private static Comparator<VoteCounters> order(Result result) {
        Comparator<VoteCounters> byProof = Comparator.comparing(
                each -> each.begunAfter().map(Echo::stamp),
                Comparator.comparing(stamp -> stamp.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder())));
        return result == Result.SERVED ? byProof.reversed() : byProof;
    }
}
