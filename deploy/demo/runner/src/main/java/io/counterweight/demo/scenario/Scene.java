package io.counterweight.demo.scenario;

import io.counterweight.demo.report.Console;
import io.counterweight.demo.scenario.Outcome.Clients;
import io.counterweight.demo.scenario.Outcome.Expectation;
import io.counterweight.demo.scenario.Outcome.Measure;
import io.counterweight.demo.traffic.AnswerWatch;
import io.counterweight.demo.traffic.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One step while it plays: what is said, measured and expected. */
final class Scene {
    /** How long a condition is waited for before an expectation counts as not held: times decide nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int MOST_FAILURES_SHOWN = 5;
    private static final long A_REQUEST_NANOS = 1_000_000_000L;

    private final Stage stage;
    private final Console console;
    private final int number;
    private final String title;
    private final long begun = System.nanoTime();
    private final long begunWall = System.currentTimeMillis();
    private final List<Measure> measures = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private boolean somethingDied;
    private long excusedUntil = begun;

    Scene(Stage stage, Console console, int number, String title) {
        this.stage = stage;
        this.console = console;
        this.number = number;
        this.title = title;
        console.begin(number, title);
    }

    long begun() {
        return begun;
    }

    /** Something was done to the world. */
    void happened(String what) {
        console.happened(what);
    }

    void measured(String what, long millis, String bound) {
        measures.add(new Measure(what, millis, bound));
        console.measured(what, millis, bound);
    }

    void expect(String what, boolean held) {
        expectations.add(new Expectation(what, held));
        console.expected(what, held);
    }

    /** Expects a condition to come true. */
    void await(String what, BooleanSupplier condition) {
        expect(what, comesTrue(PATIENCE, condition));
    }

    /** Expects a condition to stay true for so long. */
    void stays(String what, Duration length, BooleanSupplier condition) {
        long until = System.nanoTime() + length.toNanos();
        boolean held = true;
        while (held && System.nanoTime() - until < 0) {
            held = condition.getAsBoolean();
            pause(100);
        }
        expect(what, held);
    }

    private boolean comesTrue(Duration patience, BooleanSupplier condition) {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            pause(50);
        }
        return true;
    }

    void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Waits until none of these addresses is answered any more, closes the watches, and says for how long they were.
     *
     * @param diedAt when what is behind them died ({@link System#nanoTime})
     */
    void goneFromAnswers(List<AnswerWatch> watches, List<String> addresses, long diedAt, String bound) {
        boolean gone = comesTrue(PATIENCE, () -> watches.stream().allMatch(watch -> {
            long last = watch.lastSeen(addresses).orElse(diedAt);
            return watch.lastAnswerAt() - last > 1_000_000_000L;
        }));
        long lastSeen = watches.stream()
                .mapToLong(watch -> watch.lastSeen(addresses).orElse(diedAt))
                .max()
                .orElse(diedAt);
        watches.forEach(AnswerWatch::close);
        expect("every surviving name server stopped answering with what is dead", gone);
        long millis = Math.max(0, lastSeen - diedAt) / 1_000_000;
        measured("from death to the last answer with it, in any surviving name server", millis, bound);
        usersMayFail(diedAt, Math.max(lastSeen, diedAt));
    }

    /** Users may fail from a death on, until what they may keep by its time to live has expired. */
    void usersMayFail(long diedAt, long goneAt) {
        somethingDied = true;
        excusedUntil = goneAt + Scenario.TTL.toNanos() + A_REQUEST_NANOS;
        stage.usersMayFail(diedAt - A_REQUEST_NANOS, excusedUntil);
    }

    /** The step is over: counts the users' failures, and asks the controllers why they did what they did. */
    Outcome end() {
        pause(Math.max(0, (excusedUntil - System.nanoTime()) / 1_000_000));
        long ended = System.nanoTime();
        List<Request> requests = stage.traffic().between(begun, ended);
        List<Request> failed = requests.stream().filter(Request::failed).toList();
        expect(
                somethingDied
                        ? "users failed only between the death and the end of what they had cached"
                        : "no user noticed",
                somethingDied
                        ? failed.stream().allMatch(request -> stage.mayFail(request.atNanos()))
                        : failed.isEmpty());
        List<String> explanations = Explanations.since(stage, begunWall);
        Clients clients = new Clients(requests.size(), failed.size(), shown(failed));
        Outcome outcome = new Outcome(
                number,
                title,
                stage.millis(begun),
                stage.millis(ended),
                List.copyOf(measures),
                List.copyOf(expectations),
                explanations,
                clients);
        console.end(outcome);
        return outcome;
    }

    /** The kinds of failure, the most frequent first. */
    private static List<String> shown(List<Request> failed) {
        Map<String, Long> kinds = failed.stream()
                .collect(Collectors.groupingBy(
                        request -> request.service() + ": " + request.error(), TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_FAILURES_SHOWN)
                .map(kind -> kind.getValue() + " x " + kind.getKey())
                .toList();
    }
}
