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
    private final Prober http;
    private final Prober socket;
    private final Prober grpc;

    public Probers(Vertx vertx, ProbeLimits limits, Optional<String> sourceAddress) {
        this.rate = RateLimiter.of(
                "probes",
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(Duration.ofMillis(100))
                        .limitForPeriod(Math.max(1, limits.perSecond() / 10))
                        .timeoutDuration(Duration.ZERO)
                        .build());
        this.flights = Bulkhead.of(
                "probes",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(limits.concurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        this.http = new HttpProber(vertx, limits, sourceAddress);
        this.socket = new SocketProber(vertx, sourceAddress);
        this.grpc = new GrpcProber(vertx, sourceAddress);
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
        return Optional.of(proberOf(target).ask(target, fresh, closed, over).onComplete(done -> flights.onComplete()));
    }

    private Prober proberOf(Target target) {
        return switch (target.check().protocol()) {
            case HTTP, HTTPS -> http;
            case TCP, TLS -> socket;
            case GRPC -> grpc;
        };
    }

    @Override
    public void close() {
        http.close();
        socket.close();
        grpc.close();
    }
}
