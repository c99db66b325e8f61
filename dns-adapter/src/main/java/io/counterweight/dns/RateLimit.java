package io.counterweight.dns;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Response rate limiting by client network: a fixed table of token buckets, so that no flood of addresses grows it. Two networks
 * that fall into one bucket share it. All methods may be called by any thread; a lost race costs one token.
 */
final class RateLimit {

    private static final int BUCKETS = 1 << 16;

    private volatile Bounds bounds;
    /** Each bucket: upper half the second it was filled in, lower half how much of it is used. */
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    /** What is in force, replaced whole. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bounds(DnsLimits limits, byte[][] exempt) {
        static Bounds of(DnsLimits limits) {
            byte[][] exempt = limits.exempt().stream()
                    .map(prefix -> prefix.network().getAddress())
                    .toArray(byte[][]::new);
            return new Bounds(limits, exempt);
        }
    }

    RateLimit(DnsLimits limits) {
        this.bounds = Bounds.of(limits);
    }

    /** Goes by these limits from now on; what was used in this second stays used. */
    void change(DnsLimits limits) {
        bounds = Bounds.of(limits);
    }

    /** How far over the limit this client is with one answer more: 0 while it is within. */
    int over(Client client, long nowSeconds) {
        DnsLimits limits = bounds.limits();
        if (limits.responsesPerSecond() == 0 || exempt(client)) {
            return 0;
        }
        int bucket = (int) (SipHash.mix(client.network()) >>> 48) & BUCKETS - 1;
        long second = nowSeconds & 0xffffffffL;
        long held = buckets.get(bucket);
        long used = held >>> 32 == second ? (held & 0xffffffffL) + 1 : 1;
        buckets.set(bucket, second << 32 | used);
        return (int) Math.max(0, used - limits.responsesPerSecond());
    }

    /** Whether this one of the limited answers is sent truncated instead of dropped. */
    boolean slips(int over) {
        int slip = bounds.limits().slip();
        return slip > 0 && over % slip == 0;
    }

    /** Whether the client is in a prefix that is never limited. */
    boolean exempt(Client client) {
        Bounds now = bounds;
        for (int i = 0; i < now.exempt().length; i++) {
            if (Prefix.covers(now.exempt()[i], now.limits().exempt().get(i).bits(), client.bytes)) {
                return true;
            }
        }
        return false;
    }
}
