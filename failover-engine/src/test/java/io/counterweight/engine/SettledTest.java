package io.counterweight.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

/** Since when clients are where a controller sends them (rule W3). */
@Rule("W3")
class SettledTest {

    private static final long TTL = 20_000;

    @Test
    void settlesOnceItHasServedForATimeToLive() {
        Serving serving = Serving.begun(1_000);

        assertFalse(serving.settled(TTL, 20_999));
        assertTrue(serving.settled(TTL, 21_000));
    }

    @Test
    void aPauseShorterThanATimeToLiveIsForgiven() {
        assertTrue(Serving.begun(0).paused(19_999, 60_000).settled(TTL, 60_000));
    }

    @Test
    void aPauseAsLongAsATimeToLiveMakesItABeginner() {
        Serving resumed = Serving.begun(0).paused(TTL, 60_000);

        assertFalse(resumed.settled(TTL, 79_999));
        assertTrue(resumed.settled(TTL, 80_000));
        assertTrue(resumed.settled(TTL + 1, 60_000), "answers that live longer outlive the pause");
    }

    @Test
    void aShortPauseSoonAfterALongOneDoesNotHideIt() {
        Serving resumed = Serving.begun(0).paused(TTL, 60_000).paused(1_000, 65_000);

        assertFalse(resumed.settled(TTL, 70_000));
        assertTrue(resumed.settled(TTL, 85_000));
        assertTrue(resumed.paused(1_000, 90_000).settled(TTL, 90_000), "outlived");
    }
}
