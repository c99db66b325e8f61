package io.counterweight.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The clock that runs while the machine is suspended. */
@Rule("E7")
class BootClockTest {
    private static final int CALLS = 100_000;
    private static final double LONGEST_BETWEEN_SECONDS = 10;

    private final BootClock clock = BootClock.create();

    /** /proc/uptime is the kernel's own telling of the same clock. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhatTheKernelSays() throws IOException {
        double uptime = Double.parseDouble(
                Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);

        assertEquals(uptime, clock.getAsLong() / 1000.0, LONGEST_BETWEEN_SECONDS);
        assertTrue(BootClock.runsInSuspension());
    }

    @Test
    void neverGoesBack() {
        long before = clock.getAsLong();
        for (int i = 0; i < CALLS; i++) {
            long now = clock.getAsLong();
            assertTrue(now >= before);
            before = now;
        }
    }

    @Test
    void makesNoObject() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        read();
        long before = threads.getCurrentThreadAllocatedBytes();
        read();
        long made = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(made < CALLS, () -> made + " bytes for " + CALLS + " readings");
    }

    private long read() {
        long sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += clock.getAsLong();
        }
        return sum;
    }
}
