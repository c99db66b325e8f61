package io.counterweight.dns;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the server did. All counters may be read and written by any thread. */
public final class DnsStatistics {

    /** The totals at one moment; {@code byCode} is indexed by response code, 0 to 16 (BADVERS). */
    public record Snapshot(
            List<Long> byCode, long silent, long limited, long slipped, long malformed, long tcpConnections) {}

    private final LongAdder[] byCode = new LongAdder[17];
    final LongAdder silent = new LongAdder();
    final LongAdder limited = new LongAdder();
    final LongAdder slipped = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder tcpConnections = new LongAdder();

    DnsStatistics() {
        for (int i = 0; i < byCode.length; i++) {
            byCode[i] = new LongAdder();
        }
    }

    void answered(int code) {
        byCode[code].increment();
    }

    public Snapshot snapshot() {
        return new Snapshot(
                Arrays.stream(byCode).map(LongAdder::sum).toList(),
                silent.sum(),
                limited.sum(),
                slipped.sum(),
                malformed.sum(),
                tcpConnections.sum());
    }
}
