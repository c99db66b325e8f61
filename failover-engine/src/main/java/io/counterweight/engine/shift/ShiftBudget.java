package io.counterweight.engine.shift;

import io.counterweight.engine.intent.Safety;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many automatic shifts a datacenter's returns have made of late (rule W4). Services that return together are one shift.
 *
 * @param agesMillis how long ago each counted shift began, counted on the controller's monotonic clock, the oldest first; downtime
 *     and stalls are not counted
 */
public record ShiftBudget(List<Long> agesMillis) {

    /** Services that step up this soon after one another return together. */
    private static final long TOGETHER_MILLIS = 10_000;

    /** More than any policy's maximum need not be remembered. */
    private static final int REMEMBERED = 1_000;

    public ShiftBudget {
        agesMillis = List.copyOf(agesMillis);
    }

    public static ShiftBudget none() {
        return new ShiftBudget(List.of());
    }

    public ShiftBudget advance(long elapsedMillis) {
        return elapsedMillis == 0
                ? this
                : new ShiftBudget(
                        agesMillis.stream().map(age -> age + elapsedMillis).toList());
    }

    public boolean allows(Safety safety) {
        long window = safety.shiftWindow().toMillis();
        return together() || agesMillis.stream().filter(age -> age <= window).count() < safety.maxShifts();
    }

    /** After a return has made its first step up. */
    public ShiftBudget spend() {
        if (together()) {
            return this;
        }
        List<Long> kept = agesMillis.subList(Math.max(0, agesMillis.size() - REMEMBERED + 1), agesMillis.size());
        return new ShiftBudget(Stream.concat(kept.stream(), Stream.of(0L)).toList());
    }

    /** Whether a service that steps up now belongs to the return that was counted last. */
    boolean together() {
        return !agesMillis.isEmpty() && agesMillis.getLast() <= TOGETHER_MILLIS;
    }
}
