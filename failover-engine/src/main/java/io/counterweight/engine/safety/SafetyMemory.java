package io.counterweight.engine.safety;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.shift.ShiftBudget;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the safety rules bring along from decision to decision, and through a restart (rule W4).
 *
 * @param budget the automatic shifts of one's own datacenter
 * @param granted the proposals that people consented to, and who, in words
 */
public record SafetyMemory(ShiftBudget budget, SortedMap<String, String> granted) {

    public SafetyMemory {
        granted = Frozen.map(granted);
    }

    public static SafetyMemory none() {
        return new SafetyMemory(ShiftBudget.none(), new TreeMap<>());
    }
}
