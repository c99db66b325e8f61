package io.counterweight.simulation.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each state was reached first: its predecessor and the step, as numbers. */
final class Paths {

    static final int START = -1;

    /** The last line of a path after which everything is mended. */
    static final String HEALED = "all is mended";

    private final Map<Step, Integer> numbers = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private int[] before = new int[1 << 12];
    private int[] by = new int[1 << 12];
    private int size;

    /** The number of the path that goes on from this one by this step. */
    int add(int from, Step step) {
        if (size == before.length) {
            before = Arrays.copyOf(before, 2 * size);
            by = Arrays.copyOf(by, 2 * size);
        }
        before[size] = from;
        by[size] = numbers.computeIfAbsent(step, unseen -> {
            steps.add(unseen);
            return steps.size() - 1;
        });
        return size++;
    }

    List<String> to(int path) {
        List<String> lines = new ArrayList<>();
        for (int at = path; at != START; at = before[at]) {
            lines.addFirst(steps.get(by[at]).toString());
        }
        return lines;
    }
}
