package io.counterweight.health.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.LoadSource;
import io.counterweight.engine.intent.LoadSource.Kind;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.SafetyIntents;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.rules.Rule;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loads read over HTTP. */
@Rule("W2")
class LoadReaderTest {
    private static final ServiceName SHOP = ServiceName.of("shop");
    private static final Site EAST = Site.of("east");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong clock = new AtomicLong(1_000);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Consumer<HttpServerRequest>> answer =
            new AtomicReference<>(request -> request.response().end("load 42\n"));
    private final LoadReader reader = new LoadReader(vertx, clock::get);
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> {
                asked.incrementAndGet();
                answer.get().accept(request);
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    @AfterEach
    void close() throws Exception {
        reader.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private Intents intents() {
        LoadSource load = new LoadSource(
                List.of("http://127.0.0.1:" + server.actualPort() + "/metrics"),
                "load",
                new TreeMap<>(),
                Kind.GAUGE,
                Duration.ofSeconds(1));
        DatacenterPolicy east = new DatacenterPolicy(
                1, 1, new TreeMap<>(), List.of(), OptionalDouble.empty(), Optional.of(load), Optional.empty());
        Policy shop = new Policy(
                SHOP,
                List.of("shop"),
                Mode.WEIGHTED,
                AnswerChoice.RANDOM,
                new TreeMap<>(Map.of(EAST, east)),
                Nearest.none(),
                Check.http("/health"),
                Damping.defaults(),
                Shifting.defaults(),
                Safety.defaults(),
                Silence.defaults(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                new TreeSet<>(),
                false);
        return new Intents(
                new Topology(0, new TreeSet<>(Set.of(EAST)), new TreeSet<>()),
                true,
                new TreeMap<>(Map.of(SHOP, shop)),
                List.of(),
                new TreeSet<>(),
                SafetyIntents.none());
    }

    private void turn() {
        vertx.runOnContext(on -> {
            reader.update(intents(), EAST);
            reader.turn();
        });
    }

    private OptionalDouble load() {
        return reader.load(SHOP, clock.get());
    }

    @Test
    void readsWhatTheMetricsSayAndForgetsWhatIsOld() {
        turn();
        await().until(() -> load().equals(OptionalDouble.of(42)));

        clock.addAndGet(3_001);
        assertEquals(OptionalDouble.empty(), load());
    }

    @Test
    void asksOnceInEachInterval() {
        turn();
        await().until(() -> load().isPresent());
        turn();
        turn();
        clock.addAndGet(1_000);
        answer.set(request -> request.response().end("load 43\n"));
        turn();
        await().until(() -> load().equals(OptionalDouble.of(43)));
        assertEquals(2, asked.get());
    }

    @Test
    void whatIsNoAnswerIsNoLoad() {
        List<Consumer<HttpServerRequest>> wrong = List.of(
                request -> request.response().setStatusCode(500).end("load 42\n"),
                request -> request.response().end("# " + "x".repeat(LoadReader.MOST_BYTES) + "\nload 42\n"),
                request -> request.response().end("load -3\n"),
                request -> request.connection().close(),
                request -> {});
        for (Consumer<HttpServerRequest> each : wrong) {
            int before = asked.get();
            answer.set(each);
            turn();
            await().until(() -> asked.get() > before);
            clock.addAndGet(1_000);
        }
        AtomicInteger again = new AtomicInteger(asked.get());
        answer.set(request -> request.response().end("load 7\n"));
        await().until(() -> {
            turn();
            clock.addAndGet(10);
            return asked.get() > again.get() && load().equals(OptionalDouble.of(7));
        });
        assertTrue(load().isPresent(), "and what hangs holds nothing up for longer than its deadline");
    }
}
