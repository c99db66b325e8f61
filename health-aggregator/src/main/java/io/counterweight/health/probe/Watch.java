package io.counterweight.health.probe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Asks one target again and again: every interval in calm; every confirm interval, overlapping, while the answer is in doubt or
 * lets itself be waited for; at once when a held connection closes. Lives on one event loop.
 */
public final class Watch {

    private static final double JITTER = 0.1;
    /** A timer this late says something about this process, and nothing about the target (rule E4). */
    static final long LATE_MILLIS = 100;

    /** What every watch of one process shares. */
    public record World(Context context, Probers probers, LongSupplier clock, RandomGenerator random, int overlap) {
        Vertx vertx() {
            return context.owner();
        }
    }

    private final class Flight {
        final Object begun;
        final long begunAt;
        final long deadline;
        final Promise<Void> over = Promise.promise();
        long timer;

        Flight(long timeoutMillis) {
            this.begun = subject.begin();
            this.begunAt = world.clock().getAsLong();
            this.deadline = begunAt + timeoutMillis;
        }
    }

    private final World world;
    private final Target target;
    private final Subject subject;
    private final long confirmMillis;
    private final Set<Flight> flights = new HashSet<>();
    private long next = -1;
    private long begunLast;
    private boolean stopped;

    public Watch(World world, Target target, Subject subject, long confirmMillis) {
        this.world = world;
        this.target = target;
        this.subject = subject;
        this.confirmMillis = confirmMillis;
    }

    /** Begins within a third of an interval, spread so that many targets are not asked at one moment. */
    public void start() {
        schedule(1 + world.random().nextLong(Math.max(1, subject.intervalMillis() / 3)));
    }

    public void stop() {
        stopped = true;
        world.vertx().cancelTimer(next);
        forget();
    }

    /** Asks at once, on a fresh connection. */
    public void askNow() {
        if (!stopped) {
            world.vertx().cancelTimer(next);
            ask(true);
        }
    }

    /** This process was late: what is in flight may time out for that alone, so it is void and asked again. */
    public void voidFlights() {
        if (!flights.isEmpty()) {
            forget();
            askNow();
        }
    }

    private void forget() {
        List<Flight> forgotten = List.copyOf(flights);
        flights.clear();
        forgotten.forEach(this::end);
    }

    private void end(Flight flight) {
        world.vertx().cancelTimer(flight.timer);
        flight.over.tryComplete();
    }

    private void schedule(long delayMillis) {
        next = world.vertx().setTimer(Math.max(1, delayMillis), due -> turn());
    }

    private void turn() {
        if (stopped) {
            return;
        }
        long sinceLast = world.clock().getAsLong() - begunLast;
        boolean hurry = subject.inDoubt() || !flights.isEmpty();
        long wait = (hurry ? confirmMillis : jittered()) - sinceLast;
        if (wait > 1) {
            schedule(wait);
        } else {
            ask(hurry);
        }
    }

    private long jittered() {
        double factor = 1 + JITTER * (2 * world.random().nextDouble() - 1);
        return Math.round(subject.intervalMillis() * factor);
    }

    private void ask(boolean fresh) {
        begunLast = world.clock().getAsLong();
        if (flights.size() < world.overlap()) {
            Flight flight = new Flight(target.check().timeout().toMillis());
            Optional<Future<Answer>> asked = world.probers().ask(target, fresh, this::askNow, flight.over.future());
            if (asked.isPresent()) {
                flights.add(flight);
                flight.timer = world.vertx().setTimer(target.check().timeout().toMillis(), due -> timedOut(flight));
                asked.get().onSuccess(answer -> answered(flight, answer));
            }
        }
        schedule(confirmMillis);
    }

    private void timedOut(Flight flight) {
        if (!flights.contains(flight)) {
            return;
        }
        if (world.clock().getAsLong() - flight.deadline > LATE_MILLIS) {
            voidFlights();
            return;
        }
        answered(flight, new Answer.TimedOut(target.check().timeout().toMillis()));
    }

    private void answered(Flight flight, Answer answer) {
        if (stopped || !flights.remove(flight)) {
            return;
        }
        end(flight);
        subject.answered(flight.begun, answer);
    }
}
