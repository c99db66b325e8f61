package io.counterweight.controller.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.kit.Loopback;
import io.counterweight.controller.kit.Reports;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.controller.kit.Yaml;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Heard;
import io.counterweight.dns.DnsServer;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.health.HealthAggregator;
import io.counterweight.rules.Rule;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop on a clock that the test moves, over a real journal, with real probes and a real name server. */
class ControlLoopTest {
    private static final String POLICY = """
            {"hosts": ["shop"], "datacenters": {"east": {"endpoints": {"one": {"address": "127.0.0.1", "port": 9}}}}}
            """;

    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong(50_000);
    private final AtomicInteger turns = new AtomicInteger();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(ControlLoop.class.getName());
    private final Filter listening = this::heard;
    private final String port = Loopback.withPort(Loopback.address());
    private final Vertx vertx = Vertx.vertx();
    private volatile Runnable duringTurn = () -> {};
    private volatile LongSupplier time = clock::get;
    private ControllerConfig config;
    private Journal journal;
    private IntentStore store;
    private JournalWriter writer;
    private HealthAggregator health;
    private Optional<DnsServer> dns = Optional.empty();
    private ControlLoop loop;

    @BeforeEach
    void make() throws Exception {
        logger.setFilter(listening);
        config = ConfigLoader.load(Yaml.whole(directory)
                .with("dns.listen", "[" + Yaml.quoted(port) + "]")
                .write());
        journal = Journal.open(directory.resolve("journal"), 4 << 20);
        store = new IntentStore(config.self(), journal, Shelf.TWO, this::wallMillis);
        writer = new JournalWriter(journal, Duration.ofDays(1));
        health = new HealthAggregator(
                vertx, config.self(), config.health(), clock::get, RandomGenerator.getDefault(), Set.of(), () -> {});
    }

    /** Asked for once in every turn, near its end. */
    private long wallMillis() {
        turns.incrementAndGet();
        duringTurn.run();
        return 1_000;
    }

    private boolean heard(LogRecord line) {
        if (line.getLevel().getName().equals("ERROR")) {
            errors.add(line.getMessage());
        } else if (line.getLevel().getName().equals("WARN")) {
            warnings.add(line.getMessage());
        }
        return false;
    }

    private void begin() {
        loop = new ControlLoop(
                config,
                EngineState.fresh(1),
                health,
                store,
                dns,
                writer,
                () -> time.getAsLong(),
                () -> 1_000,
                0,
                event -> {});
        loop.begin();
    }

    @AfterEach
    void close() throws Exception {
        loop.close();
        dns.ifPresent(DnsServer::close);
        health.close();
        writer.close();
        journal.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        logger.setFilter(null);
    }

    private void someTurns() {
        int before = turns.get();
        await().until(() -> turns.get() >= before + 3);
    }

    /** Goes on a second at a time until this is so. */
    private void awaitReady(boolean ready) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            clock.addAndGet(1_000);
            someTurns();
            return loop.ready() == ready;
        });
    }

    @Test
    void loopThatFailsInEveryTurnIsNotAlive() {
        duringTurn = () -> {
            throw new IllegalStateException("broken");
        };
        begin();
        someTurns();
        clock.addAndGet(4_999);
        someTurns();
        assertTrue(loop.alive());

        clock.addAndGet(1);
        someTurns();

        assertFalse(loop.alive());
        assertEquals(5_000, loop.sinceCompleted());
        assertEquals(List.of("a turn of the loop failed; the last plan goes on being served"), errors);

        duringTurn = () -> {};
        await().until(loop::alive);
    }

    @Test
    void alarmStandsWhileTurnsFail() {
        begin();
        await().until(() -> loop.standing().isPresent());
        duringTurn = () -> {
            throw new IllegalStateException("broken");
        };

        await().until(() -> alarms().contains("turn-failing:east/a"));

        duringTurn = () -> {};
        await().until(() -> !alarms().contains("turn-failing:east/a"));
    }

    private Set<String> alarms() {
        return loop.standing().orElseThrow().decision().alarms().keySet();
    }

    @Test
    void turnsAreKeptApartHoweverOftenTheLoopIsWoken() {
        List<Long> begun = new CopyOnWriteArrayList<>();
        time = () -> System.nanoTime() / 1_000_000;
        duringTurn = () -> {
            loop.standing().ifPresent(last -> begun.add(last.now()));
            loop.wake();
        };
        begin();

        await().until(() -> begun.size() > 20);

        for (int i = 1; i < begun.size(); i++) {
            assertTrue(begun.get(i) - begun.get(i - 1) >= 10, begun.toString());
        }
    }

    @Test
    @Rule("G3")
    void anotherUnderItsNameIsToldOnce() {
        begin();
        someTurns();
        assertEquals(List.of(), warnings);

        for (int life = 7; life < 30; life += 10) {
            long heard = life;
            loop.received(Heard.of(Envelope.report(Reports.of("east/a", heard, 1))));
            await().until(() -> incarnation() == heard + 1);
        }

        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(
                warnings.getFirst().startsWith("another process may run under the name east/a, or an earlier life"),
                warnings.toString());
    }

    private long incarnation() {
        return loop.standing().orElseThrow().decision().report().stamp().incarnation();
    }

    @Test
    void whoLeavesIsNotReady() {
        begin();
        awaitReady(true);

        loop.leave();

        assertFalse(loop.ready());
    }

    @Test
    @Rule("A")
    void portThatNoLongerAnswersIsNotReady() throws Exception {
        store.write(IntentKey.policy("shop"), Optional.of(POLICY), "ann");
        DnsServer server = new DnsServer(config.dns().orElseThrow(), () -> time.getAsLong());
        dns = Optional.of(server);
        begin();
        awaitReady(true);

        server.close();
        awaitReady(false);

        server.start();
        awaitReady(true);
    }

    @Test
    @Rule("E9")
    void busyPortIsToldOnceAndOpenedOnceItIsFree() throws IOException {
        String[] parts = port.split(":", 2);
        dns = Optional.of(new DnsServer(config.dns().orElseThrow(), () -> time.getAsLong()));
        try (ServerSocket busy = new ServerSocket(Integer.parseInt(parts[1]), 1, InetAddress.ofLiteral(parts[0]))) {
            begin();
            await().until(() -> {
                clock.addAndGet(1_000);
                someTurns();
                return !errors.isEmpty();
            });
            for (int i = 0; i < 5; i++) {
                clock.addAndGet(1_000);
                someTurns();
            }
            assertFalse(loop.ready());
            assertFalse(busy.isClosed());
        }

        awaitReady(true);
        assertEquals(1, errors.size(), errors.toString());
    }
}
