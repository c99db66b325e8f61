package io.counterweight.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.NameServer.Answer;
import io.counterweight.demo.kit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Looks at one service's weights and answers all the time, at every controller, and keeps what it sees. */
final class Lookout implements AutoCloseable {
    private static final long CYCLE_MILLIS = 1_000;
    private static final long APART_MILLIS = 40;

    /** A controller's weights at one moment, and whether it was ready: until then it serves them to nobody. */
    record Weights(String controller, boolean ready, SortedMap<String, Integer> weights) {}

    /** A name server's answer at one moment; empty when it was silent. */
    record Answered(String server, Optional<Answer> answer) {}

    private final Stage stage;
    private final String service;
    private final List<Weights> weights = new ArrayList<>();
    private final List<Answered> answers = new ArrayList<>();
    private final Thread weightsThread;
    private final Thread answersThread;
    private volatile boolean closed;

    private Lookout(Stage stage, String service) {
        this.stage = stage;
        this.service = service;
        this.weightsThread = Thread.ofVirtual().start(this::lookAtWeights);
        this.answersThread = Thread.ofVirtual().start(this::lookAtAnswers);
    }

    static Lookout over(Stage stage, String service) {
        return new Lookout(stage, service);
    }

    private void lookAtWeights() {
        while (pause()) {
            for (State state : stage.states()) {
                SortedMap<String, Integer> seen = state.weights(service);
                if (!seen.isEmpty()) {
                    synchronized (weights) {
                        weights.add(new Weights(state.controller(), state.ready(), seen));
                    }
                }
            }
        }
    }

    private void lookAtAnswers() {
        while (pause()) {
            for (NameServer server : stage.nameServers()) {
                Optional<Answer> answer = server.addresses(service);
                synchronized (answers) {
                    answers.add(new Answered(server.address(), answer));
                }
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(APART_MILLIS);
            return !closed;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Goes on looking for so many exchange cycles, and until every living controller has been seen that often. */
    void cycles(int cycles) {
        long until =
                System.nanoTime() + Duration.ofMillis(cycles * CYCLE_MILLIS).toNanos();
        int before = weights().size();
        int living = stage.states().size();
        World.await(
                cycles + " exchange cycles have passed",
                Stage.PATIENCE,
                () -> System.nanoTime() > until && weights().size() - before >= cycles * living);
    }

    List<Weights> weights() {
        synchronized (weights) {
            return List.copyOf(weights);
        }
    }

    List<Answered> answers() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    /** Everything that was seen and is not so, for the message of an assertion. */
    List<Weights> weightsBut(Predicate<Map<String, Integer>> expected) {
        return weights().stream()
                .filter(seen -> !expected.test(seen.weights()))
                .distinct()
                .toList();
    }

    /** From nothing to half of the whole at each other site's controller, never down, and not at once. */
    void assertRisesInSteps(String datacenter) {
        Map<String, Integer> last = new TreeMap<>();
        boolean stepped = false;
        for (Weights seen : weights()) {
            // A restarted controller begins with its journal's plan (rule E9): what the others send there is what must
            // rise.
            if (seen.controller().startsWith(datacenter + "/")) {
                continue;
            }
            int weight = seen.weights().get(datacenter);
            int before =
                    Optional.ofNullable(last.put(seen.controller(), weight)).orElse(0);
            assertTrue(weight >= before, () -> datacenter + " fell at " + seen);
            stepped |= weight > 0 && weight < 500;
        }
        assertTrue(
                stepped,
                () -> "no step between nothing and all: " + weightsBut(Map.of("east", 500, "west", 500)::equals));
    }

    /** Answers that came and are not so. */
    List<Answered> answersBut(Predicate<Answer> expected) {
        return answers().stream()
                .filter(seen ->
                        seen.answer().map(answer -> !expected.test(answer)).orElse(false))
                .distinct()
                .toList();
    }

    /** Every address that was ever answered. */
    SortedSet<String> addresses() {
        SortedSet<String> all = new TreeSet<>();
        answers().forEach(seen -> seen.answer().ifPresent(answer -> all.addAll(answer.addresses())));
        return all;
    }

    @Override
    public void close() {
        closed = true;
        try {
            weightsThread.join(10_000);
            answersThread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
