package io.counterweight.health.probe;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/** All probers behind one bound: so many probes a second, so many in flight. Used on one event loop. */
public final class Probers implements AutoCloseable {

    private final RateLimiter rate;
    private final Bulkhead flights;
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
        this.rate = RateLimiter.of(
                "probes",
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(Duration.ofMillis(100))
                        .limitForPeriod(inOnePeriod(limits.perSecond()))
                        .timeoutDuration(Duration.ZERO)
                        .build());
        this.flights = Bulkhead.of(
                "probes",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(limits.concurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        this.source = new Source(sourceAddress);
        this.bound = Family.of(vertx, limits, sourceAddress);
        this.free = sourceAddress.isEmpty() ? bound : Family.of(vertx, limits, Optional.empty());
    }

    private static int inOnePeriod(int perSecond) {
        return Math.max(1, perSecond / 10);
    }

    /** Begins so many probes in a second from now on. Any thread. */
    public void limitRate(int perSecond) {
        rate.changeLimitForPeriod(inOnePeriod(perSecond));
    }

    /** Asks once; empty when the bounds leave no room for one more probe now. */
    public Optional<Future<Answer>> ask(Target target, boolean fresh, Runnable closed, Future<?> over) {
        if (!flights.tryAcquirePermission()) {
            return Optional.empty();
        }
        if (!rate.acquirePermission()) {
            flights.releasePermission();
            return Optional.empty();
        }
        Family family = source.towards(target.address()).isPresent() ? bound : free;
        return Optional.of(family.of(target).ask(target, fresh, closed, over).onComplete(done -> flights.onComplete()));
    }

    @Override
    public void close() {
        bound.close();
        free.close();
    }
}
