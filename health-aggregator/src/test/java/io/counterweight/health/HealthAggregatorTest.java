package io.counterweight.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.health.HealthSettings.Peer;
import io.counterweight.health.probe.ProbeLimits;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.rules.Rule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From signals to what one controller sees, against real servers. */
class HealthAggregatorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ControllerId SELF = ControllerId.of("east", "a");
    private static final ControllerId SIBLING = ControllerId.of("east", "b");
    private static final EndpointVerdict AS_SAID = EndpointVerdict.serving(1, "as last seen", 0);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<NetServer> anchors = List.of(accepting(0), accepting(0), accepting(0));
    private NetServer controlTarget = accepting(0);
    private HttpServer first = serving(0);
    private final HttpServer second = serving(0);
    private final HealthAggregator health = start(SELF);

    @BeforeEach
    void lookAround() {
        health.update(House.shop(List.of(first.actualPort(), second.actualPort())), new TreeSet<>());
    }

    @AfterEach
    void close() {
        health.close();
        done(vertx.close());
    }

    private HealthAggregator start(ControllerId self) {
        HealthSettings settings = new HealthSettings(
                Optional.empty(),
                anchors.stream().map(HealthAggregatorTest::peer).toList(),
                List.of(peer(controlTarget)),
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                ProbeLimits.defaults());
        return new HealthAggregator(
                vertx,
                self,
                settings,
                HealthAggregatorTest::now,
                new SplittableRandom(1),
                Set.of(),
                changes::incrementAndGet);
    }

    private static Peer peer(NetServer server) {
        return new Peer("127.0.0.1", server.actualPort());
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private NetServer accepting(int port) {
        return done(vertx.createNetServer().connectHandler(socket -> {}).listen(port, "127.0.0.1"));
    }

    private HttpServer serving(int port) {
        return done(vertx.createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(port, "127.0.0.1"));
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private Observations seen() {
        return health.observe(now());
    }

    private ServiceObservation shop() {
        return seen().of(House.SHOP);
    }

    private State state(int endpoint) {
        return Optional.ofNullable(shop().endpoints().get(House.endpoint(endpoint)))
                .map(EndpointVerdict::state)
                .orElse(State.UNKNOWN);
    }

    private Result vote() {
        return vote(health);
    }

    private static Result vote(HealthAggregator vantage) {
        return Optional.ofNullable(vantage.observe(now()).of(House.SHOP).votes().get(House.EAST))
                .map(vote -> vote.result())
                .orElse(Result.ABSTAINS);
    }

    private void awaitCalm() {
        await().atMost(PATIENCE)
                .until(() -> state(1) == State.SERVING && state(2) == State.SERVING && vote() == Result.SERVED);
    }

    @Test
    @Rule("E1")
    void whatAnswersServesAndIsVotedFor() {
        awaitCalm();
        assertTrue(health.firstRoundComplete());
        assertEquals(1, health.everServed().size());
        assertTrue(changes.get() > 0);
    }

    @Test
    @Rule("E1")
    void aDeadEndpointFailsAndItsSiblingCarriesTheVote() {
        awaitCalm();
        done(first.close());
        await().atMost(PATIENCE).until(() -> state(1) == State.FAILING);
        assertEquals(State.SERVING, state(2));
        assertEquals(Result.SERVED, vote());
        assertEquals(
                "connection refused", shop().endpoints().get(House.endpoint(1)).reason());
    }

    @Test
    @Rule("E1")
    void aServiceThatIsDeadAltogetherIsUnreachableAndComesBack() {
        awaitCalm();
        int port = first.actualPort();
        done(first.close());
        done(second.close());
        await().atMost(PATIENCE).until(() -> vote() == Result.UNREACHABLE && state(1) == State.FAILING);
        first = serving(port);
        await().atMost(PATIENCE).until(() -> vote() == Result.SERVED && state(1) == State.SERVING);
    }

    @Test
    @Rule("E4")
    void whenTheControlTargetIsSilentTooNoFallIsSaidAndTheWordIsWithdrawn() {
        awaitCalm();
        done(controlTarget.close());
        done(first.close());
        await().atMost(PATIENCE).until(() -> seen().self().wordWithdrawn());
        assertEquals(State.SERVING, state(1));
        controlTarget = accepting(controlTarget.actualPort());
        await().atMost(PATIENCE)
                .until(() -> state(1) == State.FAILING && !seen().self().wordWithdrawn());
    }

    @Test
    @Rule("E4")
    void aWitnessWithdrawsItsVotesOnlyWhenItsControlTargetsAreSilentToo() {
        try (HealthAggregator witness = start(ControllerId.of("witness", "a"))) {
            witness.update(House.shop(List.of(first.actualPort())), new TreeSet<>());
            await().atMost(PATIENCE).until(() -> vote(witness) == Result.SERVED);
            done(first.close());
            await().atMost(PATIENCE).until(() -> vote(witness) == Result.UNREACHABLE);
            assertFalse(witness.observe(now()).self().wordWithdrawn());
            done(controlTarget.close());
            await().atMost(PATIENCE).until(() -> witness.observe(now()).self().wordWithdrawn());
            controlTarget = accepting(controlTarget.actualPort());
            await().atMost(PATIENCE).until(() -> !witness.observe(now()).self().wordWithdrawn());
        }
    }

    @Test
    @Rule({"E4", "E5"})
    void whenNothingOutsideAnswersNoVoteLeavesServed() {
        awaitCalm();
        anchors.forEach(anchor -> done(anchor.close()));
        await().atMost(PATIENCE).until(() -> seen().self().anchorsAnswering() == 0);
        done(first.close());
        done(second.close());
        await().atMost(PATIENCE).until(() -> state(1) == State.FAILING && state(2) == State.FAILING);
        assertEquals(Result.SERVED, vote());
        anchors.forEach(anchor -> accepting(anchor.actualPort()));
        await().atMost(PATIENCE).until(() -> vote() == Result.UNREACHABLE);
    }

    @Test
    @Rule("G4")
    void whatIsTakenOverIsAsItWasLastSaidUntilItIsSeen() {
        awaitCalm();
        HttpServer silent =
                done(vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1"));
        health.heard(House.says(SIBLING, new TreeMap<>(Map.of(House.endpoint(3), AS_SAID))), false);
        health.update(
                House.shop(List.of(first.actualPort(), second.actualPort(), silent.actualPort())), new TreeSet<>());
        List<State> seen = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            Optional.ofNullable(shop().endpoints().get(House.endpoint(3)))
                    .ifPresent(verdict -> seen.add(verdict.state()));
            return seen.contains(State.FAILING);
        });
        assertEquals(State.SERVING, seen.getFirst());
    }

    @Test
    void aPushedWordIsSeenAtOnce() {
        PushedSignal signal = new PushedSignal(
                House.SHOP,
                House.EAST,
                "shop-1",
                0.4,
                "half of the workers are stuck",
                30_000,
                new PushedSignal.Order(7, true, Optional.empty()));
        await().atMost(PATIENCE).until(() -> !seen().services().isEmpty());
        health.push(signal);
        assertEquals(Set.of("shop-1"), shop().pushed().keySet());
    }

    @Test
    void whatIsNoLongerWantedIsNoLongerSeen() {
        awaitCalm();
        health.update(House.shop(List.of(first.actualPort())), new TreeSet<>());
        await().atMost(PATIENCE).until(() -> shop().endpoints().size() == 1);
        assertEquals(State.SERVING, state(1));
    }

    @Test
    void whoLeavesSaysSo() {
        health.leave();
        assertTrue(seen().self().leaving());
    }
}
