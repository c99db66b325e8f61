package io.counterweight.health.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.Checks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What probing may cost, with small bounds. */
class ProbersTest {
    private static final int MANY = 5_000;
    private static final int FEW = 8;
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger served = new AtomicInteger();
    private final int living = listen(true);
    private final int hanging = listen(false);

    /** Hangs for good, and is in doubt or settled as the test says. */
    private record Hung(boolean inDoubt) implements Subject {
        @Override
        public Object begin() {
            return this;
        }

        @Override
        public void answered(Object begun, Answer answer) {}

        @Override
        public boolean serves() {
            return false;
        }

        @Override
        public long intervalMillis() {
            return INTERVAL.toMillis();
        }
    }

    @AfterEach
    void close() {
        Asking.await(vertx.close());
    }

    private int listen(boolean answering) {
        return Asking.await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            if (answering) {
                                served.incrementAndGet();
                                request.response().end();
                            }
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static Target target(CheckProtocol protocol, int port) {
        Check check = Checks.of(protocol, BodyFormat.AUTO);
        String path = protocol == CheckProtocol.GRPC ? "" : "/health";
        return Asking.target(Checks.timed(check, path, INTERVAL, Duration.ofSeconds(1)), port);
    }

    private Watch.World world(Probers probers) {
        return new Watch.World(
                vertx.getOrCreateContext(),
                probers,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                new SplittableRandom(1),
                12);
    }

    private static Probers probers(Vertx vertx, int perSecond, int concurrent) {
        return new Probers(vertx, new ProbeLimits(perSecond, concurrent, 12, 65_536), Optional.empty());
    }

    private void starve(CheckProtocol protocol, int port, int perSecond, int concurrent) {
        Probers probers = probers(vertx, perSecond, concurrent);
        Watch.World world = world(probers);
        world.context().runOnContext(on -> {
            for (int i = 0; i < 4; i++) {
                new Watch(world, target(protocol, port), new Hung(true), 20).start();
            }
        });
        await().until(() -> probers.skippedSoFar() > 20);
        world.context()
                .runOnContext(on -> new Watch(world, target(CheckProtocol.HTTP, living), new Hung(false), 20).start());
        await().until(() -> served.get() >= 5);
    }

    @Test
    void hangingTargetsInDoubtLeaveFlightsForALivingOne() {
        starve(CheckProtocol.HTTP, hanging, MANY, 2 * FEW);
    }

    @Test
    void hangingGrpcTargetsLeaveFlightsForALivingOne() {
        int silent = Asking.await(
                        vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"))
                .actualPort();
        starve(CheckProtocol.GRPC, silent, MANY, 2 * FEW);
    }

    @Test
    void hangingTargetsInDoubtLeaveRateForALivingOne() {
        starve(CheckProtocol.HTTP, hanging, 60, MANY);
    }

    @Test
    void whoWaitsNoLongerMakesRoom() {
        Probers probers = probers(vertx, MANY, 1);
        Promise<Void> over = Promise.promise();
        assertTrue(asked(probers, over.future()));
        assertFalse(asked(probers, Future.succeededFuture()));
        assertEquals(1, probers.skippedSoFar());
        over.complete();
        await().until(() -> asked(probers, Future.succeededFuture()));
    }

    @Test
    void rateOfProbesIsBoundedAndMayChangeMeanwhile() {
        Probers probers = probers(vertx, 10, MANY);
        assertTrue(begun(probers) < FEW);

        probers.limitRate(10_000);

        await().until(() -> begun(probers) == FEW);
    }

    /** How many of a few probes are begun at once. */
    private int begun(Probers probers) {
        Promise<Integer> begun = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(on -> begun.complete((int) IntStream.range(0, FEW)
                        .filter(i -> probers.ask(
                                        target(CheckProtocol.HTTP, hanging),
                                        true,
                                        false,
                                        () -> {},
                                        Promise.promise().future())
                                .isPresent())
                        .count()));
        return Asking.await(begun.future());
    }

    @Test
    void fewProbesASecondAreAsFewAsSaid() {
        Probers probers = probers(vertx, 1, MANY);
        List<Boolean> asked = new ArrayList<>();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(700)) {
            asked.add(asked(probers, Future.succeededFuture()));
        }
        long allowed = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + 1;
        long got = asked.stream().filter(each -> each).count();
        assertTrue(got <= allowed, () -> got + " probes where " + allowed + " were allowed");
    }

    @Test
    void oneHangingServiceLeavesConnectionsForAnotherBehindTheSameAddress() {
        Probers probers = probers(vertx, MANY, MANY);
        Promise<Void> over = Promise.promise();
        int shared = Asking.await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            if ("/good".equals(request.path())) {
                                request.response().end();
                            }
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
        Check check = Checks.format(BodyFormat.STATUS_ONLY);
        Target hung = Asking.target(Checks.timed(check, "/hung", INTERVAL, Duration.ofSeconds(30)), shared);
        Target good = Asking.target(Checks.timed(check, "/good", INTERVAL, Duration.ofSeconds(30)), shared);
        Promise<Answer> answer = Promise.promise();
        vertx.getOrCreateContext().runOnContext(on -> {
            for (int i = 0; i < 60; i++) {
                assertTrue(probers.ask(hung, i % 2 == 0, true, () -> {}, over.future())
                        .isPresent());
            }
            probers.ask(good, true, true, () -> {}, over.future()).orElseThrow().onComplete(answer);
        });
        assertEquals("status 200", Asking.serving(Asking.await(answer.future())));
        over.complete();
    }

    private boolean asked(Probers probers, Future<Void> over) {
        Promise<Boolean> asked = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(on ->
                        asked.complete(probers.ask(target(CheckProtocol.HTTP, hanging), true, false, () -> {}, over)
                                .isPresent()));
        return Asking.await(asked.future());
    }
}
