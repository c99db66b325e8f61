package io.counterweight.simulation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each numbered rule was at work: in decisions, and in what the world does between them. */
public final class Coverage {

    private final SortedMap<String, Long> fired = new TreeMap<>();

    void fired(String rule) {
        fired.merge(rule, 1L, Long::sum);
    }

    /** By the rule's number. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(fired);
    }
}
