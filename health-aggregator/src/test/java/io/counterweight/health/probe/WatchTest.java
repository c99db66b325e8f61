package io.counterweight.health.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.health.Checks;
import io.counterweight.rules.Rule;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a watch asks, against a real server. An hour's interval tells what was asked in turn from what was asked at once. */
class WatchTest {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long CONFIRM_MILLIS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Probers probers = new Probers(vertx, ProbeLimits.defaults(), Optional.empty());
    private final Watch.World world = new Watch.World(
            vertx.getOrCreateContext(),
            probers,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
            new SplittableRandom(1),
            ProbeLimits.defaults().overlap());
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private final List<HttpConnection> asked = new CopyOnWriteArrayList<>();
    private final List<HttpConnection> held = new CopyOnWriteArrayList<>();
    private final Told told = new Told();
    private int port;

    /** Takes note, and is in doubt as long as the test says. */
    private static final class Told implements Subject {
        final List<Answer> answers = new CopyOnWriteArrayList<>();
        volatile boolean doubt;
        volatile boolean serves = true;
        volatile long intervalMillis = HOUR_MILLIS;

        @Override
        public Object begin() {
            return this;
        }

        @Override
        public void answered(Object begun, Answer answer) {
            answers.add(answer);
        }

        @Override
        public boolean inDoubt() {
            return doubt;
        }

        @Override
        public boolean serves() {
            return serves;
        }

        @Override
        public long intervalMillis() {
            return intervalMillis;
        }
    }

    @AfterEach
    void close() {
        world.context().runOnContext(on -> probers.close());
        Asking.await(vertx.close());
    }

    private void serve(Handler<HttpServerRequest> handler) {
        port = Asking.await(vertx.createHttpServer()
                        .connectionHandler(connections::add)
                        .requestHandler(request -> {
                            asked.add(request.connection());
                            if (!"close".equals(request.getHeader("connection"))) {
                                held.add(request.connection());
                            }
                            handler.handle(request);
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private Watch watch(Duration timeout, long confirmMillis) {
        Check check =
                Checks.timed(Checks.format(BodyFormat.STATUS_ONLY), "/health", Duration.ofMillis(HOUR_MILLIS), timeout);
        return new Watch(world, Asking.target(check, port), told, confirmMillis);
    }

    private Watch started(long confirmMillis) {
        Watch watch = watch(Duration.ofSeconds(30), confirmMillis);
        world.context().runOnContext(on -> {
            told.intervalMillis = 1;
            watch.start();
            told.intervalMillis = HOUR_MILLIS;
        });
        return watch;
    }

    @Test
    void inCalmItHoldsOneConnection() {
        serve(request -> request.response().end());
        told.intervalMillis = 10;
        Watch watch = watch(Duration.ofSeconds(30), CONFIRM_MILLIS);
        world.context().runOnContext(on -> watch.start());
        await().until(() -> held.size() >= 5);
        assertEquals(1, Set.copyOf(held).size());
    }

    @Test
    void aHeldConnectionThatThePeerClosesAsksForAProbeAtOnce() {
        serve(request -> request.response().end());
        started(HOUR_MILLIS);
        await().until(() -> told.answers.size() == 1);
        Asking.await(connections.getFirst().close());
        await().until(() -> told.answers.size() >= 2);
        assertEquals(asked.get(1), connections.get(1));
    }

    @Test
    void inDoubtItAsksEachConfirmIntervalOnFreshConnections() {
        serve(request -> request.response().end());
        told.doubt = true;
        started(CONFIRM_MILLIS);
        await().until(() -> told.answers.size() >= 5);
        assertTrue(connections.size() >= 5, () -> connections.size() + " connections");
        assertEquals(List.of(), held);
    }

    @Test
    void afterTheDoubtItSoonHoldsAConnectionAgain() {
        serve(request -> request.response().end());
        told.doubt = true;
        started(CONFIRM_MILLIS);
        await().until(() -> told.answers.size() >= 3);
        told.doubt = false;
        await().until(() -> held.size() == 1);
    }

    @Test
    void anAnswerThatIsWaitedForIsOvertakenByOthers() {
        serve(request -> {});
        started(CONFIRM_MILLIS);
        await().until(() -> asked.size() == ProbeLimits.defaults().overlap());
    }

    @Test
    void aHangingServerTimesOut() {
        serve(request -> {});
        Watch watch = watch(Duration.ofMillis(100), CONFIRM_MILLIS);
        world.context().runOnContext(on -> watch.askNow());
        await().until(() -> told.answers.contains(new Answer.TimedOut(100)));
    }

    @Test
    @Rule("E4")
    void latenessStartsTheTimeoutsAnewAndAsksAgain() {
        serve(request -> {
            if (asked.size() > 1) {
                request.response().end();
            }
        });
        Watch watch = watch(Duration.ofSeconds(30), CONFIRM_MILLIS);
        world.context().runOnContext(on -> {
            watch.askNow();
            watch.voidTimeouts();
        });
        await().until(() -> !told.answers.isEmpty());
        assertTrue(told.answers.getFirst() instanceof Answer.Read, told.answers::toString);
    }

    @Test
    void nothingIsAskedOfWhatIsStopped() {
        serve(request -> request.response().end());
        Watch watch = started(HOUR_MILLIS);
        await().until(() -> told.answers.size() == 1);
        world.context().runOnContext(on -> {
            watch.stop();
            watch.askNow();
        });
        Asking.await(connections.getFirst().close());
        started(HOUR_MILLIS);
        await().until(() -> told.answers.size() == 2);
        assertEquals(2, asked.size());
    }

    @Test
    void whatIsSettledAsHangingIsAskedOnceInItsInterval() {
        serve(request -> {});
        told.serves = false;
        told.intervalMillis = 200;
        Watch watch = watch(Duration.ofSeconds(30), CONFIRM_MILLIS);
        world.context().runOnContext(on -> watch.askNow());
        await().until(() -> asked.size() >= 2);
        AtomicInteger turns = new AtomicInteger();
        vertx.setPeriodic(CONFIRM_MILLIS, turn -> turns.incrementAndGet());
        await().until(() -> asked.size() >= 6);
        assertTrue(turns.get() >= 15, () -> turns + " confirm intervals for three probes");
    }

    @Test
    void aFirstLateAnswerOfWhatFailedIsFollowedAtOnce() {
        List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
        serve(waiting::add);
        told.serves = false;
        Watch watch = watch(Duration.ofSeconds(30), CONFIRM_MILLIS);
        world.context().runOnContext(on -> watch.askNow());
        await().until(() -> waiting.size() == 2);
        AtomicInteger turns = new AtomicInteger();
        vertx.setPeriodic(CONFIRM_MILLIS, turn -> turns.incrementAndGet());
        await().until(() -> turns.get() >= 5);
        told.doubt = true;
        waiting.getFirst().response().end();
        await().until(() -> waiting.size() >= 3);
    }
}
