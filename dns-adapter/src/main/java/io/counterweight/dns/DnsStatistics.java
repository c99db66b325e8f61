package io.counterweight.dns;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What the server did. All counters may be read and written by any thread. */
public final class DnsStatistics {

    /** What counts the clients of no known region. No region has such a name. */
    public static final String NO_REGION = "(none)";

    /** What counts together the clients of all regions beyond those that are counted apart. */
    static final String OTHER_REGIONS = "(other)";

    static final int MOST_REGIONS = 512;

    /**
     * The totals at one moment; {@code byCode} is indexed by response code, 0 to 16 (BADVERS).
     *
     * @param byRegion answers for hosts that are spread by region, by the client's region
     */
    public record Snapshot(
            List<Long> byCode,
            long silent,
            long limited,
            long slipped,
            long malformed,
            long tcpConnections,
            SortedMap<String, Long> byRegion) {}

    private final LongAdder[] byCode = new LongAdder[17];
    private final ConcurrentMap<String, LongAdder> byRegion = new ConcurrentHashMap<>();
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

    /** The counter of a region, made when it is first asked for. */
    LongAdder region(String name) {
        boolean counted = byRegion.containsKey(name) || byRegion.size() < MOST_REGIONS;
        return byRegion.computeIfAbsent(counted ? name : OTHER_REGIONS, unseen -> new LongAdder());
    }

    public Snapshot snapshot() {
        SortedMap<String, Long> regions = new TreeMap<>();
        byRegion.forEach((region, count) -> regions.put(region, count.sum()));
        return new Snapshot(
                Arrays.stream(byCode).map(LongAdder::sum).toList(),
                silent.sum(),
                limited.sum(),
                slipped.sum(),
                malformed.sum(),
                tcpConnections.sum(),
                regions);
    }
}
