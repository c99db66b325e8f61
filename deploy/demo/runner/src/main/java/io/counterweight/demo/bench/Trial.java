package io.counterweight.demo.bench;

import java.util.Map;

/**
 * One death.
 *
 * @param what died
 * @param phaseMillis how long after the last one had settled it was killed, at random
 * @param millis from death to the last answer with it, by name server
 */
record Trial(String what, long phaseMillis, Map<String, Long> millis) {
    /** The slowest of the surviving name servers. */
    long slowest() {
        return millis.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
