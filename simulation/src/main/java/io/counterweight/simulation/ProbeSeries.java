package io.counterweight.simulation;

import io.counterweight.health.probe.Answer;
import io.counterweight.health.probe.Subject;
import io.counterweight.health.watch.VoteWatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * One target asked again and again, by the product's schedule: every interval in calm, every confirm interval while its subject is in
 * doubt or lets itself be waited for. Within a step the world stands still, and the probes come at their own times.
 */
final class ProbeSeries {

    private static final int OVERLAP = 12;

    private record Flight(Object begun, long endsAt, Answer answer) {}

    private final Subject subject;
    private final long confirmMillis;
    private final Supplier<Answer> ask;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private long next;

    /** Begins at this moment of its controller's clock. */
    ProbeSeries(Subject subject, long confirmMillis, Supplier<Answer> ask, long now) {
        this.subject = subject;
        this.confirmMillis = confirmMillis;
        this.ask = ask;
        this.next = now;
    }

    /** The same past, to be asked on by itself. */
    ProbeSeries copy(Subject otherSubject, Supplier<Answer> otherAsk) {
        ProbeSeries copy = new ProbeSeries(otherSubject, confirmMillis, otherAsk, next);
        copy.flights.addAll(flights);
        return copy;
    }

    /** What its future depends on, beside the world. */
    List<Object> memory() {
        List<Object> memory = new ArrayList<>(List.of(next));
        for (Flight flight : flights) {
            boolean counts = !(subject instanceof VoteWatch vote) || vote.awaits(flight.begun);
            memory.addAll(List.of(flight.endsAt, flight.answer, counts ? flight.begun : "void"));
        }
        return memory;
    }

    /** Asks and is answered until now; {@code clock} is set to the time of each. */
    void advance(long now, LongConsumer clock) {
        while (true) {
            Flight first = flights.peekFirst();
            if (first != null && first.endsAt <= Math.min(now, next)) {
                flights.removeFirst();
                clock.accept(first.endsAt);
                answered(first.begun, first.answer, first.endsAt);
            } else if (next <= now) {
                clock.accept(next);
                begin(next);
            } else {
                clock.accept(now);
                return;
            }
        }
    }

    private void begin(long at) {
        next = at + confirmMillis;
        if (flights.size() >= OVERLAP) {
            return;
        }
        Object begun = subject.begin();
        Answer answer = ask.get();
        if (answer instanceof Answer.TimedOut late) {
            flights.addLast(new Flight(begun, at + late.timeoutMillis(), answer));
        } else {
            subject.answered(begun, answer);
        }
        next = at + untilNext();
    }

    private void answered(Object begun, Answer answer, long at) {
        subject.answered(begun, answer);
        next = subject.inDoubt() ? Math.min(next, at + confirmMillis) : next;
    }

    private long untilNext() {
        boolean hurries = subject.inDoubt() || subject.serves() && !flights.isEmpty();
        return hurries ? confirmMillis : subject.intervalMillis();
    }

    /** The process was late: what is in flight gets its whole time again, and is asked again (rule E4). */
    void voidTimeouts(long now) {
        Deque<Flight> again = new ArrayDeque<>();
        for (Flight flight : flights) {
            again.addLast(
                    flight.answer instanceof Answer.TimedOut late
                            ? new Flight(flight.begun, now + late.timeoutMillis(), late)
                            : flight);
        }
        flights.clear();
        flights.addAll(again);
        next = now;
    }

    boolean waits() {
        return subject.inDoubt() || !flights.isEmpty() && subject.serves();
    }
}
