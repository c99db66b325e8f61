package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which region a network belongs to: of overlapping networks the longest counts. Immutable. */
public final class RegionTable {

    private final List<Region> regions;
    private final PrefixTrie four;
    private final PrefixTrie six;

    private RegionTable(List<Region> regions, PrefixTrie four, PrefixTrie six) {
        this.regions = regions;
        this.four = four;
        this.six = six;
    }

    public static RegionTable empty() {
        return of(new TreeMap<>());
    }

    /** From the networks of each region; an {@link IllegalArgumentException} names a network that stands twice. */
    public static RegionTable of(SortedMap<Region, List<Prefix>> networks) {
        List<Region> regions = List.copyOf(networks.keySet());
        PrefixTrie.Builder four = new PrefixTrie.Builder();
        PrefixTrie.Builder six = new PrefixTrie.Builder();
        for (int i = 0; i < regions.size(); i++) {
            for (Prefix each : networks.getOrDefault(regions.get(i), List.of())) {
                byte[] network = each.network().getAddress();
                int before = (network.length == 4 ? four : six).put(network, each.bits(), i + 1);
                if (before != PrefixTrie.NOTHING) {
                    throw new IllegalArgumentException("network " + each + " stands in region " + regions.get(i)
                            + " and before in region " + regions.get(before - 1) + ": leave it in one place");
                }
            }
        }
        return new RegionTable(regions, four.build(), six.build());
    }

    /** The regions that networks belong to. What {@link #find} says is a place in this list, the first is 1. */
    List<Region> regions() {
        return regions;
    }

    /** As {@link PrefixTrie#find}, by the family that a whole address of so many bytes belongs to. */
    int find(boolean v4, byte[] bytes, int from, int bits) {
        return (v4 ? four : six).find(bytes, from, bits);
    }
}
