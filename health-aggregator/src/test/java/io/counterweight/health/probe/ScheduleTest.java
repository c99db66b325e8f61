package io.counterweight.health.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long INTERVAL_MILLIS = 3_000;
    private static final int MANY = 10_000;

    private final RandomGenerator random = new SplittableRandom(1);

    @Test
    void theIntervalIsJitteredByATenthEitherWay() {
        LongSummaryStatistics waits = LongStream.generate(() -> Watch.jittered(random, INTERVAL_MILLIS))
                .limit(MANY)
                .summaryStatistics();
        assertTrue(waits.getMin() >= 2_700 && waits.getMin() < 2_710, waits::toString);
        assertTrue(waits.getMax() <= 3_300 && waits.getMax() > 3_290, waits::toString);
        assertEquals(INTERVAL_MILLIS, waits.getAverage(), 10);
    }

    @Test
    void manyTargetsBeginSpreadOverAThirdOfAnInterval() {
        LongSummaryStatistics begins = LongStream.generate(() -> Watch.first(random, INTERVAL_MILLIS))
                .limit(MANY)
                .summaryStatistics();
        assertTrue(begins.getMin() >= 1 && begins.getMax() <= 1_000, begins::toString);
        assertEquals(500, begins.getAverage(), 20);
    }
}
