package io.counterweight.health.probe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Asks one target again and again: every interval in calm; every confirm interval, overlapping, while the answer is in doubt or
 * that of a target that served lets itself be waited for; at once when a held connection closes. Lives on one event loop.
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
        final Object begun = subject.begin();
        final Promise<Void> over = Promise.promise();
        long deadline;
        long timer = -1;

        /** It times out when the target's whole time has passed from now. */
        void allow() {
            long timeout = target.check().timeout().toMillis();
            world.vertx().cancelTimer(timer);
            deadline = world.clock().getAsLong() + timeout;
            timer = world.vertx().setTimer(timeout, due -> timedOut(this));
        }
    }

    private final World world;
    private final Target target;
    private final Subject subject;
    private final long confirmMillis;
    private final Set<Flight> flights = new HashSet<>();
    /** One object, so that a held connection knows it again. */
    private final Runnable closed = this::heldConnectionClosed;

    private long next = -1;
    private long begunLast = Long.MIN_VALUE / 2;
    private long heldLast = Long.MIN_VALUE / 2;
    private boolean freshLast;
    private boolean stopped;

    public Watch(World world, Target target, Subject subject, long confirmMillis) {
        this.world = world;
        this.target = target;
        this.subject = subject;
        this.confirmMillis = confirmMillis;
    }

    /** Begins within a third of an interval, spread so that many targets are not asked at one moment. */
    public void start() {
        schedule(first(world.random(), subject.intervalMillis()));
    }

    static long first(RandomGenerator random, long intervalMillis) {
        return 1 + random.nextLong(Math.max(1, intervalMillis / 3));
    }

    public void stop() {
        stopped = true;
        world.vertx().cancelTimer(next);
        List<Flight> ended = List.copyOf(flights);
        flights.clear();
        ended.forEach(this::end);
    }

    /** Asks at once, on a fresh connection. */
    public void askNow() {
        if (!stopped) {
            world.vertx().cancelTimer(next);
            ask(true);
        }
    }

    /** What is in doubt or in flight is asked each confirm interval as it is: two answers of one moment are no two failures. */
    private void heldConnectionClosed() {
        if (!hurries()) {
            askNow();
        }
    }

    /** This process was late: what is in flight may time out for that alone, so its time starts again, and it is asked again. */
    public void voidTimeouts() {
        if (!flights.isEmpty()) {
            flights.forEach(Flight::allow);
            askNow();
        }
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
        long now = world.clock().getAsLong();
        boolean hurry = hurries();
        boolean soon = hurry || holdsNone(now);
        long wait = (soon ? confirmMillis : jittered(world.random(), subject.intervalMillis())) - (now - begunLast);
        if (wait > 1) {
            schedule(wait);
        } else {
            ask(hurry);
        }
    }

    /** What is settled as failing is asked once in its interval, however long its answers let themselves be waited for. */
    private boolean hurries() {
        return subject.inDoubt() || subject.serves() && !flights.isEmpty();
    }

    /**
     * After fresh connections nothing is held whose end would tell of a death, so one is made soon; not for a server that closes
     * every connection anyhow.
     */
    private boolean holdsNone(long now) {
        return freshLast && now - heldLast >= subject.intervalMillis() / 2;
    }

    /** Around the interval, so that what began together does not stay together. */
    static long jittered(RandomGenerator random, long intervalMillis) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Math.round(intervalMillis * factor);
    }

    private void ask(boolean fresh) {
        if (flights.size() < world.overlap()) {
            Flight flight = new Flight();
            world.probers()
                    .ask(target, fresh, !flights.isEmpty(), closed, flight.over.future())
                    .ifPresent(asked -> begun(flight, fresh, asked));
        }
        schedule(confirmMillis);
    }

    private void begun(Flight flight, boolean fresh, Future<Answer> asked) {
        begunLast = world.clock().getAsLong();
        freshLast = fresh;
        heldLast = fresh ? heldLast : begunLast;
        flights.add(flight);
        flight.allow();
        asked.onComplete(answer -> answered(flight, answer), notAsked -> forget(flight));
    }

    private void timedOut(Flight flight) {
        if (!flights.contains(flight)) {
            return;
        }
        if (world.clock().getAsLong() - flight.deadline > LATE_MILLIS) {
            voidTimeouts();
            return;
        }
        answered(flight, new Answer.TimedOut(target.check().timeout().toMillis()));
    }

    private void answered(Flight flight, Answer answer) {
        if (forget(flight)) {
            subject.answered(flight.begun, answer);
            hurry();
        }
    }

    private boolean forget(Flight flight) {
        boolean waited = !stopped && flights.remove(flight);
        if (waited) {
            end(flight);
        }
        return waited;
    }

    /** An answer that came late may be the first doubt: the next turn was planned for calm. */
    private void hurry() {
        if (!stopped && subject.inDoubt()) {
            world.vertx().cancelTimer(next);
            turn();
        }
    }
}
