package io.counterweight.demo.scenario;

import java.util.List;
import java.util.Locale;

/**
 * What came of one step.
 *
 * @param fromMillis when it began, since the demo began
 * @param events the timeline: all that happened, was measured or was expected, in its order
 * @param explanations the controllers' own words, with the number of the rule
 */
public record Outcome(
        int number,
        String title,
        long fromMillis,
        long toMillis,
        List<Event> events,
        List<Measure> measures,
        List<Expectation> expectations,
        List<String> explanations,
        Clients clients) {

    /**
     * A line of the timeline.
     *
     * @param kind {@code happened}, {@code measured}, {@code holds} or {@code does not hold}
     */
    public record Event(long atMillis, String kind, String text) {}

    /**
     * Something measured: a time, or a count of what the unit names.
     *
     * @param unit {@code ms}, or what was counted
     * @param bound what the settings imply, in words; empty where nothing does
     */
    public record Measure(String what, long amount, String unit, String bound) {
        public String figure() {
            return unit.equals("ms")
                    ? String.format(Locale.ROOT, "%.2f s", amount / 1000.0)
                    : String.format(Locale.ROOT, "%d %s", amount, unit);
        }
    }

    /** Something that had to hold. */
    public record Expectation(String what, boolean held, long atMillis) {}

    /** What users met during the step. */
    public record Clients(long sent, long failed, List<String> failures) {
        public double successPercent() {
            return sent == 0 ? 100 : 100.0 * (sent - failed) / sent;
        }
    }

    public boolean held() {
        return expectations.stream().allMatch(Expectation::held);
    }
}
