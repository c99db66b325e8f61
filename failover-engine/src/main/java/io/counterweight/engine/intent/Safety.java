package io.counterweight.engine.intent;

import java.time.Duration;
import java.util.Optional;

/**
 * What no plan may break while something still serves.
 *
 * @param minServing datacenters that keep a weight
 * @param maxRemoved share of capacity that automation may remove from what still serves, 0 to 1
 * @param maxShifts automatic shifts within {@code shiftWindow}
 * @param approval who must consent to every move; empty where nobody need
 */
public record Safety(
        int minServing, double maxRemoved, int maxShifts, Duration shiftWindow, Optional<Approval> approval) {

    /** Of a service that is not protected. */
    public Safety(int minServing, double maxRemoved, int maxShifts, Duration shiftWindow) {
        this(minServing, maxRemoved, maxShifts, shiftWindow, Optional.empty());
    }

    public static Safety defaults() {
        return new Safety(1, 0.5, 4, Duration.ofMinutes(10));
    }
}
