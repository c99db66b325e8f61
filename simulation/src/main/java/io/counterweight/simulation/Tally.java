package io.counterweight.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The sums over all worlds that were played. Safe for any thread. */
final class Tally {

    /** Rules that no world of these can bring to work, and why. */
    static final Map<String, String> NOT_SIMULATED = new TreeMap<>(Map.of(
            "G1", "mailboxes are the network here",
            "G8", "an answer to an operator is the API's",
            "G9", "changes of the voting set are told as stories (VotingSetInAClusterTest), not drawn"));

    private static final long TOLD_HOURS = 5_000;

    private final long startedNanos = System.nanoTime();
    private final SortedMap<String, Long> faults = new TreeMap<>();
    private final SortedMap<String, Long> rules = new TreeMap<>();
    private final List<Outcome> failures = new ArrayList<>();
    private final Consumer<String> told;
    private long worlds;
    private long millis;
    private long skipped;
    private long events;

    /** Nothing played yet; tells of each failure at once, and how far it is after each {@value #TOLD_HOURS} hours. */
    Tally(Consumer<String> told) {
        this.told = told;
    }

    synchronized void add(Outcome outcome) {
        worlds++;
        long before = millis;
        millis += outcome.simulatedMillis();
        skipped += outcome.skippedMillis();
        events += outcome.events();
        outcome.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        outcome.rules().forEach((rule, count) -> rules.merge(rule, count, Long::sum));
        if (outcome.failure().isPresent()) {
            failures.add(outcome);
            told.accept(line(outcome));
        }
        if (hours(before) / TOLD_HOURS != hours(millis) / TOLD_HOURS) {
            told.accept("%,d hours, %d violations".formatted(hours(millis), failures.size()));
        }
    }

    private static long hours(long millis) {
        return millis / 3_600_000;
    }

    synchronized List<Outcome> failures() {
        return List.copyOf(failures);
    }

    synchronized SortedMap<String, Long> rules() {
        return new TreeMap<>(rules);
    }

    synchronized long millis() {
        return millis;
    }

    /** All of it, for people. */
    synchronized String report() {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        StringBuilder told = new StringBuilder();
        told.append(String.format(
                "%,.1f simulated hours in %,d worlds: %,.1f played (%,d events), %,.1f skipped, in %,.0f s"
                        + " (%,.0f simulated seconds per second, %,.0f of them played)%n",
                millis / 3.6e6,
                worlds,
                (millis - skipped) / 3.6e6,
                events,
                skipped / 3.6e6,
                seconds,
                millis / 1000.0 / seconds,
                (millis - skipped) / 1000.0 / seconds));
        told.append("faults: ").append(faults).append('\n');
        told.append("rules that fired: ").append(rules).append('\n');
        NOT_SIMULATED.forEach((rule, why) -> {
            if (!rules.containsKey(rule)) {
                told.append("  not ").append(rule).append(": ").append(why).append('\n');
            }
        });
        return told.append("violations: ").append(failures.size()).toString();
    }

    /** One line that replays it. */
    static String line(Outcome failed) {
        String what = failed.failure().map(Outcome.Failure::what).orElse("all held");
        return "make simulate SEED=" + failed.seed() + "   # " + what;
    }
}
