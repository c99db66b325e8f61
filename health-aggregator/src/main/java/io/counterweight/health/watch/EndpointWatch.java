package io.counterweight.health.watch;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.Damping;
import io.counterweight.health.damping.Counters;
import io.counterweight.health.format.Reading;
import io.counterweight.health.probe.Answer;
import io.counterweight.health.probe.Subject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** One endpoint of one's own datacenter, from probe answers to a verdict. Written on the event loop, read by any thread. */
public final class EndpointWatch implements Subject {
    /** How it came to fail: the first miss, and what it was before. */
    private record Fall(long firstMiss, Counters before) {}

    /** What is known, replaced whole. */
    private record Seen(
            Counters counters,
            double capacity,
            String reason,
            OptionalLong firstMiss,
            Optional<Fall> fall,
            boolean answered) {}

    private final LongSupplier clock;
    private final Damping damping;
    private final long intervalMillis;
    private final Runnable onChange;
    private volatile Seen seen;

    public EndpointWatch(
            LongSupplier clock, Damping damping, long intervalMillis, EndpointVerdict seed, Runnable onChange) {
        this.clock = clock;
        this.damping = damping;
        this.intervalMillis = intervalMillis;
        this.onChange = onChange;
        this.seen = new Seen(
                Counters.start(seed.state(), clock.getAsLong()),
                seed.capacity(),
                seed.reason(),
                OptionalLong.empty(),
                Optional.empty(),
                false);
    }

    /** What has been seen so far, to be watched on by itself on this clock: one past may be played into several futures. */
    public EndpointWatch copy(LongSupplier otherClock, Runnable otherOnChange) {
        EndpointWatch copy =
                new EndpointWatch(otherClock, damping, intervalMillis, EndpointVerdict.unknown(""), otherOnChange);
        copy.seen = seen;
        return copy;
    }

    @Override
    public Object begin() {
        return seen;
    }

    @Override
    public void answered(Object begun, Answer answer) {
        Seen before = seen;
        Seen after =
                switch (answer) {
                    case Answer.Read read -> read(before, read.reading());
                    case Answer.Unreachable unreachable -> missed(begun, before, unreachable.reason());
                    case Answer.TimedOut late ->
                        missed(begun, before, "no answer within " + late.timeoutMillis() + " ms");
                };
        seen = after;
        if (before.counters.state() != after.counters.state()
                || before.capacity != after.capacity
                || before.answered != after.answered) {
            onChange.run();
        }
    }

    private Seen read(Seen before, Reading reading) {
        return switch (reading) {
            case Reading.Serving serving -> succeeded(before, serving);
            case Reading.Failing failing -> failed(before, failing.reason());
            case Reading.Unknown unknown ->
                before.counters.state() == State.UNKNOWN
                        ? new Seen(before.counters, 0, unknown.reason(), OptionalLong.empty(), before.fall, true)
                        : failed(before, unknown.reason());
        };
    }

    private Seen succeeded(Seen before, Reading.Serving serving) {
        Counters after = before.counters.success(clock.getAsLong(), damping);
        Optional<Fall> fall = after.state() == State.FAILING ? before.fall : Optional.empty();
        return new Seen(after, serving.capacity(), serving.reason(), OptionalLong.empty(), fall, true);
    }

    /** What was begun before it rose, and comes to nothing after it, is of the time before. */
    private Seen missed(Object begun, Seen before, String reason) {
        boolean roseSince = before.counters.state() == State.SERVING
                && begun instanceof Seen then
                && then.counters.state() != State.SERVING;
        return roseSince ? before : failed(before, reason);
    }

    private Seen failed(Seen before, String reason) {
        long now = clock.getAsLong();
        OptionalLong first = before.firstMiss.isPresent() ? before.firstMiss : OptionalLong.of(now);
        Counters after = before.counters.failure(now, damping);
        boolean fell = after.state() == State.FAILING && before.counters.state() != State.FAILING;
        Optional<Fall> fall = fell ? Optional.of(new Fall(first.getAsLong(), before.counters)) : before.fall;
        return new Seen(after, before.capacity, reason, first, fall, true);
    }

    /** An answer that makes no statement is no doubt that asking faster would end. */
    @Override
    public boolean inDoubt() {
        Seen now = seen;
        boolean noStatement = now.counters.state() == State.UNKNOWN
                && now.answered
                && now.firstMiss.isEmpty()
                && now.counters.successes() == 0;
        return now.counters.inDoubt() && !noStatement && now.counters.penaltyLeft(clock.getAsLong()) == 0;
    }

    @Override
    public boolean serves() {
        return seen.counters.state() == State.SERVING;
    }

    @Override
    public long intervalMillis() {
        return intervalMillis;
    }

    /** Whether the first round is complete here: a verdict stands, or an answer made no statement. */
    public boolean settled() {
        Seen now = seen;
        return now.answered && (now.counters.state() != State.UNKNOWN || !inDoubt());
    }

    public boolean failing() {
        return seen.counters.state() == State.FAILING;
    }

    /**
     * The network near was gone and is back (rule E4): what has missed since a control target last answered before that says nothing of
     * the endpoint, and the counting starts again. On the event loop.
     */
    public void voidMisses(long controlAnsweredBefore) {
        Seen now = seen;
        OptionalLong firstMiss =
                now.fall.map(fall -> OptionalLong.of(fall.firstMiss())).orElse(now.firstMiss);
        if (firstMiss.isEmpty() || firstMiss.getAsLong() <= controlAnsweredBefore) {
            return;
        }
        Counters before = now.fall.map(Fall::before).orElse(now.counters).forgiven();
        seen = new Seen(before, now.capacity, now.reason, OptionalLong.empty(), Optional.empty(), now.answered);
        onChange.run();
    }

    /** Whether it has fallen, and no control target has answered since its first miss. */
    public boolean withheld(long controlAnsweredAt) {
        return seen.fall.filter(fall -> controlAnsweredAt < fall.firstMiss()).isPresent();
    }

    /**
     * What is said of it. A fall is said only once a control target has answered since its first miss (rule E4): until then the
     * fault may be on this side.
     *
     * @param controlAnsweredAt when the last attempt at a control target that succeeded began
     */
    public EndpointVerdict verdict(long now, long controlAnsweredAt) {
        Seen seen = this.seen;
        long age = Math.max(0, now - seen.counters.since());
        State shown = seen.fall
                .filter(fall -> controlAnsweredAt < fall.firstMiss())
                .map(fall -> fall.before().state())
                .orElse(seen.counters.state());
        return switch (shown) {
            case SERVING -> EndpointVerdict.serving(seen.capacity, seen.reason, age);
            case FAILING -> EndpointVerdict.failing(reason(seen, now), age);
            case UNKNOWN -> EndpointVerdict.unknown(seen.reason);
        };
    }

    private static String reason(Seen seen, long now) {
        long penalty = seen.counters.penaltyLeft(now);
        return penalty > 0
                ? seen.reason + "; flapping, so it stays out for " + (penalty + 999) / 1000 + " s more"
                : seen.reason;
    }
}
