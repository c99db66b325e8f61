package io.counterweight.demo.scenario;

import io.counterweight.demo.scenario.Outcome.Clients;
import io.counterweight.demo.scenario.Outcome.Event;
import io.counterweight.demo.scenario.Outcome.Expectation;
import io.counterweight.demo.scenario.Outcome.Measure;
import io.counterweight.demo.traffic.AnswerWatch;
import io.counterweight.demo.traffic.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One step while it plays: what is said, measured and expected. It begins where the one before it ended. */
final class Scene {
    /** How long a condition is waited for before an expectation counts as not held: times decide nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /**
     * By then what is dead must have left the answers, and failures are explained no longer. No measure of speed, which is a second
     * or two: two noisy cores that run a dozen processes may be late, but a death that takes a minute to leave is a fault.
     */
    static final Duration LEAVES = Duration.ofSeconds(20);

    /** Longer than any request may take: four silent name servers, a connection, an answer. */
    private static final Duration A_REQUEST_AT_MOST = Duration.ofSeconds(15);

    /** Where users may fail of a death. */
    static final String DEAD = "at what had died, between the death and the end of what they had cached";

    private static final int MOST_FAILURES_SHOWN = 5;
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** The journals are written within a tenth of a second of a decision. */
    private static final long JOURNALED_MILLIS = 300;

    private final Setting setting;
    private final int number;
    private final String title;
    private final long begun;
    private final List<Event> events = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private final List<String> standing = new ArrayList<>();
    private long explainedFromWall = System.currentTimeMillis();
    private final Set<String> excused = new LinkedHashSet<>();
    private long excusedUntil;
    private long ended;

    Scene(Setting setting, int number, int of, String title, long begun) {
        this.setting = setting;
        this.number = number;
        this.title = title;
        this.begun = begun;
        this.excusedUntil = begun;
        this.ended = begun;
        setting.console().begin(number, of, title);
    }

    long begun() {
        return begun;
    }

    /** When it ended, and the next one begins. */
    long ended() {
        return ended;
    }

    /** From when on the controllers are asked why, on the wall's clock. */
    long explainedFromWall() {
        return explainedFromWall;
    }

    /** Something was done to the world. */
    void happened(String what) {
        note("happened", what);
        setting.console().happened(what);
    }

    private void note(String kind, String text) {
        events.add(new Event(setting.millis(System.nanoTime()), kind, text));
    }

    /** The time since then. */
    void measuredSince(long fromNanos, String what, String bound) {
        measured(new Measure(what, Math.max(0, System.nanoTime() - fromNanos) / 1_000_000, "ms", bound));
    }

    void measured(Measure measure) {
        measures.add(measure);
        note("measured", measure.figure() + " " + measure.what());
        setting.console().measured(measure);
    }

    void expect(String what, boolean held) {
        note(held ? "holds" : "does not hold", what);
        expectations.add(new Expectation(what, held, setting.millis(System.nanoTime())));
        setting.console().expected(what, held);
    }

    /** Expects a condition to come true, and says whether it did. */
    boolean await(String what, BooleanSupplier condition) {
        boolean held = comesTrue(what, PATIENCE, condition);
        expect(what, held);
        return held;
    }

    /** Expects a condition to come true, and measures how long that took since then. */
    void awaitSince(long fromNanos, String what, String measure, String bound, BooleanSupplier condition) {
        if (await(what, condition)) {
            measuredSince(fromNanos, measure, bound);
        }
    }

    /** Expects a condition to stay true for so long. */
    void stays(String what, Duration length, BooleanSupplier condition) {
        long from = System.nanoTime();
        boolean held = true;
        while (held && System.nanoTime() - from < length.toNanos()) {
            held = condition.getAsBoolean();
            setting.console().waiting(what, from);
            pause(100);
        }
        expect(what, held);
    }

    private boolean comesTrue(String what, Duration patience, BooleanSupplier condition) {
        long from = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - from > patience.toNanos()) {
                return false;
            }
            setting.console().waiting(what, from);
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

    /** Keeps what the controllers hold to now, as the explanation of a step in which nothing moves. */
    void keepWhatStands() {
        standing.addAll(setting.voices().standing());
    }

    /** What the controllers decided before is no part of this step's explanation. */
    void explainFromHere() {
        explainedFromWall = System.currentTimeMillis();
    }

    /**
     * Waits until none of these addresses is answered any more, closes the watches, and says for how long they were. Users may fail
     * at these addresses, and at no other, until what they keep by its time to live has expired.
     *
     * @param diedAt when what is behind them died ({@link System#nanoTime})
     * @param noticedFrom from when on somebody lives who can notice
     */
    void goneFromAnswers(
            List<AnswerWatch> watches, List<String> addresses, long diedAt, long noticedFrom, String bound) {
        String what = "every surviving name server stopped answering with what is dead, within " + LEAVES.toSeconds()
                + " s at the very most";
        long latest = noticedFrom + LEAVES.toNanos();
        comesTrue(what, LEAVES.plusSeconds(2), () -> watches.stream().allMatch(watch -> {
            long last = watch.lastSeen(addresses).orElse(diedAt);
            return watch.lastAnswerAt() - Math.max(last, noticedFrom) > SECOND_NANOS;
        }));
        boolean gone = watches.stream()
                .allMatch(watch -> watch.lastAnswerAt() - noticedFrom > SECOND_NANOS
                        && watch.lastAnswerAt() - watch.lastSeen(addresses).orElse(diedAt) > SECOND_NANOS
                        && watch.lastSeen(addresses).orElse(diedAt) - latest <= 0);
        long lastSeen = Math.max(
                diedAt,
                watches.stream()
                        .mapToLong(watch -> watch.lastSeen(addresses).orElse(diedAt))
                        .max()
                        .orElse(diedAt));
        watches.forEach(AnswerWatch::close);
        expect(what, gone);
        measured(new Measure(
                "from death to the last answer with it, in any surviving name server",
                (lastSeen - diedAt) / 1_000_000,
                "ms",
                bound));
        long until = Math.min(lastSeen, latest) + Scenario.TTL.toNanos() + SECOND_NANOS;
        usersMayFail(DEAD, diedAt - SECOND_NANOS, until, request -> addresses.contains(request.address()));
    }

    /** Something explains failures of this kind in this time, in words; the step goes on until it is over. */
    void usersMayFail(String where, long from, long to, Predicate<Request> kind) {
        excused.add(where);
        excusedUntil = Math.max(excusedUntil, to);
        setting.excuses().add(from, to, kind);
    }

    /**
     * The step is over: waits for every request that began in it, counts the users' failures, and asks the controllers why they did
     * what they did. What begins from now on belongs to the next step.
     */
    Outcome end() {
        pause(Math.max(0, (excusedUntil - System.nanoTime()) / 1_000_000));
        ended = System.nanoTime();
        long endedWall = System.currentTimeMillis();
        int unfinished = setting.users().settle(ended, A_REQUEST_AT_MOST);
        if (unfinished > 0) {
            expect(unfinished + " requests of users never came to an end", false);
        }
        List<Request> requests = setting.users().between(begun, ended);
        List<Request> failed = requests.stream().filter(Request::failed).toList();
        List<Request> unexplained = failed.stream()
                .filter(request -> !setting.excuses().cover(request))
                .toList();
        expect(
                (excused.isEmpty() ? "no user noticed" : "users failed only " + String.join(", or ", excused))
                        + (unexplained.isEmpty() ? "" : ": " + unexplained.size() + " other failures"),
                unexplained.isEmpty());
        pause(JOURNALED_MILLIS);
        List<String> explanations = new ArrayList<>(standing);
        explanations.addAll(setting.voices().decided(explainedFromWall, endedWall));
        if (explanations.isEmpty()) {
            explanations.addAll(setting.voices().standing());
        }
        Outcome outcome = new Outcome(
                number,
                title,
                setting.millis(begun),
                setting.millis(ended),
                List.copyOf(events),
                List.copyOf(measures),
                List.copyOf(expectations),
                List.copyOf(explanations),
                new Clients(requests.size(), failed.size(), shown(unexplained.isEmpty() ? failed : unexplained)));
        setting.console().end(outcome);
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
