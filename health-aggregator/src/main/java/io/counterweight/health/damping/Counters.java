package io.counterweight.health.damping;

import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.Damping;
import java.util.ArrayList;
import java.util.List;

/**
 * One endpoint's damping: three counters and a penalty for flapping. Pure; all times are milliseconds on one monotonic clock.
 *
 * <p>Failures in a row make it fall; any success restarts that count. Scattered failures are remembered until a run of successes
 * forgives them; three times as many as the policy allows in a row make it fall too, so that an endpoint which fails every other time does not pass.
 *
 * @param failures in a row
 * @param scattered failures since the last forgiving run
 * @param successes in a row
 * @param falls when it fell, within the flap window, the oldest first
 * @param heldUntil it does not rise before this time
 * @param since when the state began
 */
public record Counters(
        State state, int failures, int scattered, int successes, List<Long> falls, long heldUntil, long since) {

    private static final int SCATTERED_TIMES_FALL = 3;
    private static final int MOST_FALLS = 64;

    public Counters {
        falls = List.copyOf(falls);
    }

    /** A target that starts in this state; {@code UNKNOWN} where nobody has said anything yet. */
    public static Counters start(State state, long now) {
        return new Counters(state, 0, 0, 0, List.of(), 0, now);
    }

    public Counters success(long now, Damping damping) {
        int run = successes + 1;
        int left = run >= damping.forgiving() ? 0 : scattered;
        if (state == State.SERVING) {
            return new Counters(state, 0, left, Math.min(run, damping.forgiving()), falls, heldUntil, since);
        }
        if (run >= damping.rise() && now >= heldUntil) {
            return new Counters(State.SERVING, 0, 0, run, falls, 0, now);
        }
        return new Counters(state, 0, left, Math.min(run, damping.rise()), falls, heldUntil, since);
    }

    public Counters failure(long now, Damping damping) {
        int inRow = failures + 1;
        int all = scattered + 1;
        boolean enough = inRow >= damping.fall() || all >= SCATTERED_TIMES_FALL * damping.fall();
        return switch (state) {
            case SERVING -> enough ? fall(now, damping) : new Counters(state, inRow, all, 0, falls, heldUntil, since);
            case UNKNOWN ->
                enough
                        ? new Counters(State.FAILING, 0, 0, 0, falls, heldUntil, now)
                        : new Counters(state, inRow, all, 0, falls, heldUntil, since);
            case FAILING -> new Counters(state, 0, 0, 0, falls, heldUntil, since);
        };
    }

    /** The same state without what has been counted against it. */
    public Counters forgiven() {
        return new Counters(state, 0, 0, 0, falls, heldUntil, since);
    }

    /** While in doubt, probes come at the confirm interval. */
    public boolean inDoubt() {
        return switch (state) {
            case UNKNOWN -> true;
            case SERVING -> scattered > 0;
            case FAILING -> successes > 0;
        };
    }

    /** How long it is still kept from rising, for flapping; 0 when it is not. */
    public long penaltyLeft(long now) {
        return state == State.FAILING ? Math.max(0, heldUntil - now) : 0;
    }

    private Counters fall(long now, Damping damping) {
        List<Long> recent = new ArrayList<>();
        for (long at : falls) {
            if (now - at <= damping.flapWindow().toMillis()) {
                recent.add(at);
            }
        }
        recent.add(now);
        while (recent.size() > MOST_FALLS) {
            recent.removeFirst();
        }
        return new Counters(State.FAILING, 0, 0, 0, recent, now + penalty(recent.size(), damping), now);
    }

    /** Doubles with each fall from the first that counts as flapping. */
    private static long penalty(int falls, Damping damping) {
        int doublings = falls - damping.flapFalls();
        if (doublings < 0) {
            return 0;
        }
        long longest = damping.flapPenaltyMax().toMillis();
        long penalty = damping.flapPenalty().toMillis();
        for (int i = 0; i < doublings && penalty < longest; i++) {
            penalty *= 2;
        }
        return Math.min(penalty, longest);
    }
}
