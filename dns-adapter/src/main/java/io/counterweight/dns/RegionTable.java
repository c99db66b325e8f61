package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which region a network belongs to: of overlapping networks the longest counts. Immutable. */
public final class RegionTable {

    /** What is asked where this table says nothing. A number of its regions is turned into one of the upper table's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Below(RegionTable table, int[] numbers) {}

    private final List<Region> regions;
    private final PrefixTrie four;
    private final PrefixTrie six;
    private final int[] numbers;
    private final Optional<Below> below;

    private RegionTable(List<Region> regions, PrefixTrie four, PrefixTrie six, int[] numbers, Optional<Below> below) {
        this.regions = regions;
        this.four = four;
        this.six = six;
        this.numbers = numbers;
        this.below = below;
    }

    /** What the tries say is a place in the list of regions, the first is 1. */
    RegionTable(List<Region> regions, PrefixTrie four, PrefixTrie six) {
        this(regions, four, six, places(regions, regions), Optional.empty());
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

    /** This table, and where it says nothing that one. */
    RegionTable over(RegionTable lower) {
        TreeSet<Region> all = new TreeSet<>(regions);
        all.addAll(lower.regions);
        List<Region> union = List.copyOf(all);
        return new RegionTable(
                union, four, six, places(regions, union), Optional.of(new Below(lower, places(lower.regions, union))));
    }

    private static int[] places(List<Region> some, List<Region> all) {
        int[] places = new int[some.size() + 1];
        for (int i = 0; i < some.size(); i++) {
            places[i + 1] = all.indexOf(some.get(i)) + 1;
        }
        return places;
    }

    /** The regions that networks belong to. What {@link #find} says is a place in this list, the first is 1. */
    List<Region> regions() {
        return regions;
    }

    /** As {@link PrefixTrie#find}, by the family that a whole address of so many bytes belongs to. */
    int find(boolean v4, byte[] bytes, int from, int bits) {
        int found = (v4 ? four : six).find(bytes, from, bits);
        int value = PrefixTrie.value(found);
        if (value != PrefixTrie.NOTHING || below.isEmpty()) {
            return numbers[value] << 8 | PrefixTrie.depth(found);
        }
        Below lower = below.get();
        int under = lower.table.find(v4, bytes, from, bits);
        int depth = Math.max(PrefixTrie.depth(found), PrefixTrie.depth(under));
        return lower.numbers[PrefixTrie.value(under)] << 8 | depth;
    }
}
