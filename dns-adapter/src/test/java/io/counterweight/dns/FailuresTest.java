package io.counterweight.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Failures failures = new Failures(now::get);

    @Test
    void theFirstIsToldAtOnceAndTheRestOnceAMinuteWithTheirNumber() {
        assertEquals(1, failures.tell());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(0, failures.tell());
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
        assertEquals(0, failures.tell());
        now.incrementAndGet();
        assertEquals(10_002, failures.tell());
        assertEquals(0, failures.tell());
    }
}
