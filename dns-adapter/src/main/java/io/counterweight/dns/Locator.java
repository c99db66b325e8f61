package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Where the client of a query is: by the subnet that its resolver tells (RFC 7871), else by the resolver's own address. Immutable;
 * makes no object.
 */
final class Locator {

    private final RegionTable networks;
    private final LongAdder[] answered;

    /** {@code statistics}: where the clients of each region are counted. */
    Locator(RegionTable networks, DnsStatistics statistics) {
        this.networks = networks;
        this.answered = Stream.concat(
                        Stream.of(DnsStatistics.NO_REGION),
                        networks.regions().stream().map(Region::value))
                .map(statistics::region)
                .toArray(LongAdder[]::new);
    }

    /** A client of this region was answered. */
    void answered(int region) {
        answered[region].increment();
    }

    /** Every region that a client may be in: a region's number is its place here, the first is 1, and 0 is no known region. */
    List<Region> regions() {
        return networks.regions();
    }

    /**
     * The number of the client's region, and how many bits of the subnet in the query that depends on: {@link #region} and
     * {@link #scope} take the two apart. A subnet of length 0 asks not to be used: then, as without one, the resolver counts, and the
     * answer depends on no subnet.
     */
    int locate(Query query) {
        QueryOptions options = query.options;
        int source = options.subnetLength > 0 ? query.message[options.subnetAt + 2] & 0xff : 0;
        if (source > 0) {
            boolean v4 = Wire.get16(query.message, options.subnetAt) == 1;
            return networks.find(v4, query.message, options.subnetAt + 4, source);
        }
        byte[] resolver = query.client.bytes;
        return networks.find(resolver.length == 4, resolver, 0, 8 * resolver.length) & ~0xff;
    }

    static int region(int located) {
        return PrefixTrie.value(located);
    }

    static int scope(int located) {
        return PrefixTrie.depth(located);
    }
}
