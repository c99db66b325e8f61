package io.counterweight.engine.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Rule("G6")
class HybridClockTest {

    private static final ControllerId EAST = ControllerId.parse("east/a");
    private static final ControllerId WEST = ControllerId.parse("west/a");

    @Test
    void followsTheWallClockWhileThatGoesForward() {
        HybridClock clock = HybridClock.start(EAST).tick(1_000).tick(2_000);

        assertEquals(new HybridStamp(2_000, 0, EAST), clock.stamp());
    }

    @Test
    void writesWithinOneMillisecondAreCounted() {
        HybridClock clock = HybridClock.start(EAST).tick(1_000).tick(1_000);

        assertEquals(new HybridStamp(1_000, 1, EAST), clock.stamp());
    }

    @Test
    void neverGoesBackWhenTheWallClockDoes() {
        HybridStamp before = HybridClock.start(EAST).tick(10_000).stamp();
        HybridStamp after = HybridClock.start(EAST).tick(10_000).tick(50).stamp();

        assertTrue(after.compareTo(before) > 0);
    }

    @Test
    void aStampFarAheadIsMergedAndEveryLaterWriteIsAboveIt() {
        HybridStamp centuryAhead = new HybridStamp(Duration.ofDays(36_500).toMillis(), 7, WEST);

        HybridStamp next =
                HybridClock.start(EAST).seen(centuryAhead).tick(1_000).stamp();

        assertTrue(next.compareTo(centuryAhead) > 0);
        assertEquals(centuryAhead.wallMillis(), next.wallMillis(), "and no further ahead than what it saw");
    }

    @Test
    void anOldStampChangesNothing() {
        HybridClock clock = HybridClock.start(EAST).tick(1_000).tick(1_000);

        assertEquals(clock, clock.seen(new HybridStamp(1_000, 0, WEST)));
        assertEquals(clock, clock.seen(new HybridStamp(999, 9, WEST)));
    }

    @Test
    void ordersByWallThenCountThenWriter() {
        List<HybridStamp> ordered = List.of(
                new HybridStamp(1, 9, WEST),
                new HybridStamp(2, 0, EAST),
                new HybridStamp(2, 0, WEST),
                new HybridStamp(2, 1, EAST));

        assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    }

    @Test
    void isReadAsItIsWritten() {
        HybridStamp stamp = new HybridStamp(1_700_000_000_000L, 3, EAST);

        assertEquals("1700000000000:3:east/a", stamp.toString());
        assertEquals(stamp, HybridStamp.parse(stamp.toString()));
    }

    @Test
    void refusesWhatIsNoStamp() {
        assertThrows(IllegalArgumentException.class, () -> HybridStamp.parse("12:3"));
        assertThrows(IllegalArgumentException.class, () -> HybridStamp.parse("noon:3:east/a"));
        assertThrows(IllegalArgumentException.class, () -> HybridStamp.parse("12:3:east"));
    }

    /** Whatever the wall clocks do, a write is above all that its writer had seen: the order never contradicts causality. */
    @Test
    void everyWriteIsAboveAllThatItsWriterHadSeen() {
        Seeded.cases(1_000, random -> {
            List<HybridClock> clocks = new ArrayList<>(List.of(HybridClock.start(EAST), HybridClock.start(WEST)));
            List<HybridStamp> written = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int at = random.nextInt(2);
                HybridClock clock = clocks.get(at);
                if (!written.isEmpty() && random.nextBoolean()) {
                    clock = clock.seen(written.get(random.nextInt(written.size())));
                }
                HybridStamp seen = clock.stamp();
                clock = clock.tick(random.nextInt(100));
                assertTrue(clock.stamp().compareTo(seen) > 0);
                written.add(clock.stamp());
                clocks.set(at, clock);
            }
            assertEquals(written.size(), written.stream().distinct().count(), "no stamp is given twice");
        });
    }
}
