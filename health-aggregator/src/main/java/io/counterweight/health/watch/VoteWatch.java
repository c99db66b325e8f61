package io.counterweight.health.watch;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.name.Site;
import io.counterweight.health.damping.VoteCounters;
import io.counterweight.health.format.Reading;
import io.counterweight.health.probe.Answer;
import io.counterweight.health.probe.Subject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One published address, from probe answers to a vote (rule E1). Written on the event loop, read by any thread. */
public final class VoteWatch implements Subject {
    /** What a vote needs to know of the world around it. */
    public interface Surroundings {
        long now();

        /** The newest report heard of this site. */
        Optional<Echo> heardOf(Site site);

        /** Whether this site is heard now. */
        boolean hears(Site site);

        /** When something outside one's own datacenter, other than this site, last answered. */
        long outsideAnswered(Site except);
    }

    /**
     * A probe that was begun.
     *
     * @param series counts how often the site was heard again; what an earlier series brings proves nothing (rule E1)
     */
    private record Begun(int series, Optional<Echo> heard, Result result) {}

    private final Surroundings around;
    private final Site site;
    private final Damping damping;
    private final long intervalMillis;
    private final Runnable onChange;
    private volatile VoteCounters counters;
    private final AtomicInteger series = new AtomicInteger();

    public VoteWatch(Surroundings around, Site site, Damping damping, long intervalMillis, Runnable onChange) {
        this.around = around;
        this.site = site;
        this.damping = damping;
        this.intervalMillis = intervalMillis;
        this.onChange = onChange;
        this.counters = VoteCounters.start(around.now());
    }

    /** What has been seen so far, to be watched on by itself in this world: one past may be played into several futures. */
    public VoteWatch copy(Surroundings other, Runnable otherOnChange) {
        VoteWatch copy = new VoteWatch(other, site, damping, intervalMillis, otherOnChange);
        copy.counters = counters;
        copy.series.set(series.get());
        return copy;
    }

    @Override
    public Object begin() {
        return new Begun(series.get(), around.heardOf(site), counters.result());
    }

    @Override
    public void answered(Object begun, Answer answer) {
        if (begun instanceof Begun then && awaits(begun)) {
            VoteCounters before = counters;
            counters = after(before, then, answer);
            if (before.result() != counters.result() || !before.begunAfter().equals(counters.begunAfter())) {
                onChange.run();
            }
        }
    }

    /** Whether the answer to this probe will count: the site was not heard again since it began (rule E1). */
    public boolean awaits(Object begun) {
        return begun instanceof Begun then && then.series() == series.get();
    }

    private VoteCounters after(VoteCounters before, Begun begun, Answer answer) {
        return switch (answer) {
            case Answer.Read read -> read(before, read.reading(), begun.heard());
            case Answer.Unreachable gone -> nothing(before, begun, gone.reason());
            case Answer.TimedOut late -> nothing(before, begun, "no answer within " + late.timeoutMillis() + " ms");
        };
    }

    /** What was begun before it was served, and comes to nothing after it, is of the time before. */
    private VoteCounters nothing(VoteCounters before, Begun begun, String reason) {
        boolean servedSince = before.result() == Result.SERVED && begun.result() != Result.SERVED;
        return servedSince ? before : missed(before, Result.UNREACHABLE, reason, begun.heard());
    }

    private VoteCounters read(VoteCounters before, Reading reading, Optional<Echo> heard) {
        return switch (reading) {
            case Reading.Serving serving -> before.success(around.now(), damping, heard, serving.reason());
            case Reading.Failing failing -> missed(before, Result.REFUSED, failing.reason(), heard);
            case Reading.Unknown unknown -> missed(before, Result.REFUSED, unknown.reason(), heard);
        };
    }

    private VoteCounters missed(VoteCounters before, Result how, String why, Optional<Echo> heard) {
        return before.failure(around.now(), damping, how, heard, why, around.outsideAnswered(site));
    }

    /** On hearing the datacenter again: the vote rests on probes that begin from now on. On the event loop. */
    public void abstain() {
        series.incrementAndGet();
        counters = counters.abstain(around.now());
    }

    @Override
    public boolean inDoubt() {
        return counters.inDoubt();
    }

    @Override
    public boolean serves() {
        return counters.result() == Result.SERVED;
    }

    public boolean failing() {
        Result now = counters.result();
        return now == Result.REFUSED || now == Result.UNREACHABLE;
    }

    /** What fails though the site speaks is asked twice as often: its word and this vote contradict each other. */
    @Override
    public long intervalMillis() {
        return failing() && around.hears(site) ? Math.max(1, intervalMillis / 2) : intervalMillis;
    }

    public VoteCounters counters() {
        return counters;
    }
}
