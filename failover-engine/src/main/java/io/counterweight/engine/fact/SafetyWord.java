package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a controller says of the safety rules (rule W4).
 *
 * @param granted the proposals that enough people consented to while their consents counted, and who, in words
 * @param shiftAges how long ago each automatic return of its datacenter began that it counts, the oldest first
 * @param about a return of its datacenter is about to make its first step
 */
public record SafetyWord(SortedMap<String, String> granted, List<Long> shiftAges, boolean about) {

    public SafetyWord {
        shiftAges = List.copyOf(shiftAges);
        granted = Frozen.map(granted);
    }

    public static SafetyWord none() {
        return new SafetyWord(new TreeMap<>(), List.of(), false);
    }
}
