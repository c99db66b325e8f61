package io.counterweight.dns;

import java.util.Arrays;

/**
 * Longest-prefix match over the bits of an address, without making an object. A binary trie (Fredkin, "Trie Memory", 1960) whose
 * leaves hold what their longest prefix says (leaf pushing: Srinivasan and Varghese, "Fast Address Lookups Using Controlled Prefix
 * Expansion", 1999), so that the depth of the leaf is also how many bits the match depends on. Two leaves of one parent that say the
 * same become one. Immutable.
 */
final class PrefixTrie {

    /** What no prefix says anything of. */
    static final int NOTHING = 0;

    private final int root;
    private final int[] children;
    private final int[] said;

    private PrefixTrie(int root, int[] children, int[] said) {
        this.root = root;
        this.children = children;
        this.said = said;
    }

    /**
     * What the longest prefix says that holds these leading bits, and how many of them that depends on: {@link #value} and
     * {@link #depth} take the two apart. Where longer prefixes divide what the bits leave open, they do not count.
     */
    int find(byte[] bytes, int from, int bits) {
        int at = root;
        int depth = 0;
        while (at >= 0) {
            if (depth == bits) {
                return said[at] << 8 | depth;
            }
            int bit = bytes[from + (depth >> 3)] >> (7 - (depth & 7)) & 1;
            at = children[2 * at + bit];
            depth++;
        }
        return ~at << 8 | depth;
    }

    static int value(int found) {
        return found >>> 8;
    }

    static int depth(int found) {
        return found & 0xff;
    }

    /** Takes prefixes one by one; not safe for threads. A node is a place in the arrays, the root is the first, 0 means none. */
    static final class Builder {
        private int[] children = new int[64];
        private int[] said = new int[32];
        private int nodes = 1;
        private int[] keptChildren = {};
        private int[] keptSaid = {};
        private int kept;

        /** What a prefix says, above {@link #NOTHING}; returns what the same prefix said before. */
        int put(byte[] network, int bits, int value) {
            int at = 0;
            for (int depth = 0; depth < bits; depth++) {
                int child = 2 * at + (network[depth >> 3] >> (7 - (depth & 7)) & 1);
                if (children[child] == 0) {
                    // Apart from the assignment, whose array would be the one from before it grew.
                    int made = newNode();
                    children[child] = made;
                }
                at = children[child];
            }
            int before = said[at];
            said[at] = value;
            return before;
        }

        private int newNode() {
            if (nodes == said.length) {
                said = Arrays.copyOf(said, 2 * nodes);
                children = Arrays.copyOf(children, 4 * nodes);
            }
            return nodes++;
        }

        PrefixTrie build() {
            keptChildren = new int[2 * nodes];
            keptSaid = new int[nodes];
            kept = 0;
            int root = keep(0, NOTHING);
            return new PrefixTrie(root, Arrays.copyOf(keptChildren, 2 * kept), Arrays.copyOf(keptSaid, kept));
        }

        /** The node's place in the kept arrays, or the complement of what it says where it is a leaf. */
        private int keep(int node, int inherited) {
            int says = said[node] == NOTHING ? inherited : said[node];
            int zero = children[2 * node] == 0 ? ~says : keep(children[2 * node], says);
            int one = children[2 * node + 1] == 0 ? ~says : keep(children[2 * node + 1], says);
            if (zero < 0 && zero == one) {
                return zero;
            }
            keptChildren[2 * kept] = zero;
            keptChildren[2 * kept + 1] = one;
            keptSaid[kept] = says;
            return kept++;
        }
    }
}
