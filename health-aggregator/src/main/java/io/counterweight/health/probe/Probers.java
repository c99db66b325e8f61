package io.counterweight.health.probe;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All probers behind one bound: so many probes a second, so many in flight. Probes that overlap another to the same target may use
 * half of either, so that however many targets hang, each of the others is still asked. Used on one event loop.
 */
public final class Probers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Probers.class);
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long TOLD_EVERY_NANOS = 60 * SECOND_NANOS;

    /** So many begun in a second, so many in flight. */
    private static final class Bound {
        private final Bulkhead flights;
        private volatile RateLimiter rate;

        Bound(int perSecond, int concurrent) {
            this.rate = rate(perSecond);
            this.flights = Bulkhead.of(
                    "probes",
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(concurrent)
                            .maxWaitDuration(Duration.ZERO)
                            .build());
        }

        private static RateLimiter rate(int perSecond) {
            int atOnce = Math.max(1, perSecond / 10);
            return RateLimiter.of(
                    "probes",
                    RateLimiterConfig.custom()
                            .limitRefreshPeriod(Duration.ofNanos(SECOND_NANOS * atOnce / perSecond))
                            .limitForPeriod(atOnce)
                            .timeoutDuration(Duration.ZERO)
                            .build());
        }

        /** A limiter's period is for good, so another rate is another limiter. */
        void limitRate(int perSecond) {
            rate = rate(perSecond);
        }

        boolean enter() {
            if (!flights.tryAcquirePermission()) {
                return false;
            }
            if (!rate.acquirePermission()) {
                flights.releasePermission();
                return false;
            }
            return true;
        }

        void leave() {
            flights.onComplete();
        }
    }

    private final ProbeLimits limits;
    private final Bound all;
    private final Bound overlapping;
    private final AtomicLong skipped = new AtomicLong();
    private long toldAt = System.nanoTime() - TOLD_EVERY_NANOS;
    private final Source source;
    private final Family bound;
    private final Family free;

    /** The probers of one family of addresses. */
    private record Family(Prober http, Prober socket, Prober grpc) {
        static Family of(Vertx vertx, ProbeLimits limits, Optional<String> source) {
            return new Family(
                    new HttpProber(vertx, limits, source),
                    new SocketProber(vertx, source),
                    new GrpcProber(vertx, source));
        }

        Prober of(Target target) {
            return switch (target.check().protocol()) {
                case HTTP, HTTPS -> http;
                case TCP, TLS -> socket;
                case GRPC -> grpc;
            };
        }

        void close() {
            http.close();
            socket.close();
            grpc.close();
        }
    }

    public Probers(Vertx vertx, ProbeLimits limits, Optional<String> sourceAddress) {
        this.limits = limits;
        this.all = new Bound(limits.perSecond(), limits.concurrent());
        this.overlapping = new Bound(half(limits.perSecond()), half(limits.concurrent()));
        this.source = new Source(sourceAddress);
        this.bound = Family.of(vertx, limits, sourceAddress);
        this.free = sourceAddress.isEmpty() ? bound : Family.of(vertx, limits, Optional.empty());
    }

    /** Begins so many probes in a second from now on. Any thread. */
    public void limitRate(int perSecond) {
        all.limitRate(perSecond);
        overlapping.limitRate(half(perSecond));
    }

    private static int half(int bound) {
        return Math.max(1, bound / 2);
    }

    /**
     * Asks once; empty when the bounds leave no room for one more probe now. Fails when it turns out later that there was none.
     *
     * @param another whether an earlier probe to this target is still in flight
     * @param over completed when the asker waits no longer, which makes room for others, too
     */
    Optional<Future<Answer>> ask(Target target, boolean fresh, boolean another, Runnable closed, Future<?> over) {
        if (another && !overlapping.enter()) {
            skipped();
            return Optional.empty();
        }
        if (!all.enter()) {
            if (another) {
                overlapping.leave();
            }
            skipped();
            return Optional.empty();
        }
        Promise<Void> left = Promise.promise();
        left.future().onComplete(gone -> {
            all.leave();
            if (another) {
                overlapping.leave();
            }
        });
        over.onComplete(done -> left.tryComplete());
        Family family = source.towards(target.address()).isPresent() ? bound : free;
        return Optional.of(family.of(target)
                .ask(target, fresh, closed, over)
                .onComplete(done -> left.tryComplete())
                .onFailure(noRoom -> skipped()));
    }

    private void skipped() {
        long all = skipped.incrementAndGet();
        long now = System.nanoTime();
        if (now - toldAt >= TOLD_EVERY_NANOS) {
            toldAt = now;
            LOG.warn(
                    "{} probes were skipped since the start: raise probes.perSecond or probes.concurrent ({}), or probe less often",
                    all,
                    limits.concurrent());
        }
    }

    /** How many probes found no room, since the start. Any thread. */
    public long skippedSoFar() {
        return skipped.get();
    }

    @Override
    public void close() {
        bound.close();
        free.close();
    }
}
