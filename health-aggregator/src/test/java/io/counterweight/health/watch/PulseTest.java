package io.counterweight.health.watch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/** Virtual time. */
class PulseTest {
    private static final long STALENESS_MILLIS = 2_000;

    private long now = 50_000;
    private final Pulse pulse = new Pulse(STALENESS_MILLIS, now);

    private boolean beatAfter(long millis) {
        now += millis;
        return pulse.late(now);
    }

    @Test
    @Rule("E4")
    void aBeatInItsTimeIsNotLate() {
        assertFalse(beatAfter(50));
        assertFalse(beatAfter(150));
        assertFalse(pulse.stalled(now));
    }

    @Test
    @Rule("E4")
    void aBeatMoreThanATenthOfASecondLateIsLateAndNoStall() {
        assertTrue(beatAfter(151));
        assertFalse(pulse.stalled(now));
        assertFalse(beatAfter(50));
    }

    @Test
    @Rule({"E4", "G5"})
    void afterAStallItAbstainsForOneStalenessBound() {
        assertTrue(beatAfter(1_050));
        assertTrue(pulse.stalled(now));
        assertTrue(pulse.stalled(now + STALENESS_MILLIS - 1));
        assertFalse(pulse.stalled(now + STALENESS_MILLIS));
    }
}
