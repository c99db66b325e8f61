package io.counterweight.demo.scenario;

import java.util.List;

/**
 * What came of one step.
 *
 * @param fromMillis when it began, since the demo began
 * @param explanations the controllers' own words, with the number of the rule
 */
public record Outcome(
        int number,
        String title,
        long fromMillis,
        long toMillis,
        List<Measure> measures,
        List<Expectation> expectations,
        List<String> explanations,
        Clients clients) {

    /**
     * A measured time.
     *
     * @param bound what the settings imply, in words; empty where nothing does
     */
    public record Measure(String what, long millis, String bound) {}

    /** Something that had to hold. */
    public record Expectation(String what, boolean held) {}

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
