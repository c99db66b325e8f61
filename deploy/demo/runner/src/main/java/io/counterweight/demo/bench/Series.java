package io.counterweight.demo.bench;

import java.util.List;

/**
 * Trials of one kind.
 *
 * @param wantedMillis the most that is wanted with the defaults
 * @param impliedMillis what the settings imply, without the machine's noise
 */
record Series(String name, long wantedMillis, long impliedMillis, List<Trial> trials) {
    long percentile(double share) {
        long[] sorted = trials.stream().mapToLong(Trial::slowest).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    long most() {
        return trials.stream().mapToLong(Trial::slowest).max().orElse(0);
    }

    String row() {
        return "| %s | %d | %.2f s | %.2f s | %.2f s | %.2f s | %.2f s | %s |"
                .formatted(
                        name,
                        trials.size(),
                        percentile(0.5) / 1000.0,
                        percentile(0.99) / 1000.0,
                        most() / 1000.0,
                        impliedMillis / 1000.0,
                        wantedMillis / 1000.0,
                        most() <= wantedMillis ? "met" : "not met");
    }
}
