package io.counterweight.simulation;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of one world.
 *
 * @param skippedMillis how much of that was not played, because it only repeated what had been
 * @param strikes how many there were, played or left out
 * @param faults by kind
 * @param rules how often each fired
 * @param failure what did not hold; empty when all did
 */
record Outcome(
        long seed,
        long simulatedMillis,
        long skippedMillis,
        long events,
        int strikes,
        SortedMap<String, Long> faults,
        SortedMap<String, Long> rules,
        Optional<Failure> failure) {

    /** What did not hold, what had happened before, and what the cluster looked like. */
    record Failure(String what, List<String> diary, String cluster) {
        Failure {
            diary = List.copyOf(diary);
        }
    }

    Outcome {
        faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    }
}
