package io.counterweight.controller;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Milliseconds since the machine was started, with the time in which it was suspended: {@code CLOCK_BOOTTIME} of clock_gettime(2). The
 * JVM's own monotonic clock stands still meanwhile, and a lease of an exclusive service would outlive a night's sleep (rule E7). On
 * systems other than Linux it is the JVM's clock, which is said once at the start. Any thread; makes no object.
 */
final class BootClock implements LongSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(BootClock.class);
    private static final int CLOCK_BOOTTIME = 7;
    /** struct timespec where time_t and long have 64 bits. */
    private static final MemoryLayout TIMESPEC = MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

    private static final FunctionDescriptor CLOCK_GETTIME =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final @Nullable MethodHandle GETTIME =
            onLinux().map(BootClock::bind).orElse(null);
    private static final ThreadLocal<MemorySegment> TIME =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TIMESPEC));

    /** Whether it runs while the machine is suspended. */
    static boolean runsInSuspension() {
        return GETTIME != null;
    }

    static BootClock create() {
        if (!runsInSuspension()) {
            LOG.warn("this system has no CLOCK_BOOTTIME: the leases of exclusive services stand still while it is suspended");
        }
        return new BootClock();
    }

    private BootClock() {}

    @Override
    public long getAsLong() {
        return GETTIME == null ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) : boottime(GETTIME);
    }

    private static long boottime(MethodHandle gettime) {
        MemorySegment time = TIME.get();
        int failed;
        try {
            failed = (int) gettime.invokeExact(CLOCK_BOOTTIME, time);
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime cannot be called", e);
        }
        if (failed != 0) {
            throw new IllegalStateException("clock_gettime(CLOCK_BOOTTIME) failed");
        }
        return TimeUnit.SECONDS.toMillis(time.get(ValueLayout.JAVA_LONG, 0))
                + TimeUnit.NANOSECONDS.toMillis(time.get(ValueLayout.JAVA_LONG, Long.BYTES));
    }

    private static Optional<MemorySegment> onLinux() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.contains("linux") && ValueLayout.ADDRESS.byteSize() == Long.BYTES
                ? symbol()
                : Optional.empty();
    }

    private static Optional<MemorySegment> symbol() {
        SymbolLookup standard = Linker.nativeLinker().defaultLookup();
        return standard.find("clock_gettime");
    }

    /** Restricted, since a wrong description of a native function breaks the JVM: this one's has stood since 1993 (POSIX.1b). */
    @SuppressWarnings("restricted")
    private static MethodHandle bind(MemorySegment symbol) {
        return Linker.nativeLinker().downcallHandle(symbol, CLOCK_GETTIME, Linker.Option.critical(false));
    }
}
