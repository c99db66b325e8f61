package io.counterweight.engine.shift;

import io.counterweight.engine.intent.Safety;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many automatic shifts a datacenter's returns have made of late (rule W4). Services that return together are one shift.
 *
 * @param startedAt when each counted shift began, the oldest first
 */
public record ShiftBudget(List<Long> startedAt) {

    /** Services that step up this soon after one another return together. */
    private static final long TOGETHER_MILLIS = 10_000;

    /** More than any policy's maximum need not be remembered. */
    private static final int REMEMBERED = 1_000;

    public ShiftBudget {
        startedAt = List.copyOf(startedAt);
    }

    public static ShiftBudget unused() {
        return new ShiftBudget(List.of());
    }

    public boolean allows(Safety safety, long now) {
        long window = safety.shiftWindow().toMillis();
        return together(now)
                || startedAt.stream().filter(at -> now - at <= window).count() < safety.maxShifts();
    }

    /** After a return has made its first step up. */
    public ShiftBudget spend(long now) {
        if (together(now)) {
            return this;
        }
        List<Long> kept = startedAt.subList(Math.max(0, startedAt.size() - REMEMBERED + 1), startedAt.size());
        return new ShiftBudget(Stream.concat(kept.stream(), Stream.of(now)).toList());
    }

    private boolean together(long now) {
        return !startedAt.isEmpty() && now - startedAt.getLast() <= TOGETHER_MILLIS;
    }
}
