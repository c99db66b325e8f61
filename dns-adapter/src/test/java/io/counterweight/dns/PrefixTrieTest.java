package io.counterweight.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.rules.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The trie against the plainest way to find the longest prefix. */
@Rule("W1")
class PrefixTrieTest {

    /** A prefix of addresses of two bytes, so that every address can be looked at. */
    private record Network(int network, int bits) {
        boolean holds(int address) {
            return bits == 0 || address >>> 16 - bits == network >>> 16 - bits;
        }
    }

    private final Map<Network, Integer> prefixes = new HashMap<>();

    private int naive(int address, int atMost) {
        return prefixes.entrySet().stream()
                .filter(each -> each.getKey().bits <= atMost && each.getKey().holds(address))
                .max(Map.Entry.comparingByKey((one, other) -> Integer.compare(one.bits, other.bits)))
                .map(Map.Entry::getValue)
                .orElse(PrefixTrie.NOTHING);
    }

    /** Whether one answer holds for every address that begins with these bits. */
    private boolean alike(int address, int bits) {
        int first = address & -1 << 16 - bits;
        int wanted = naive(first, 16);
        for (int each = first; each < first + (1 << 16 - bits); each++) {
            if (naive(each, 16) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(int address) {
        return new byte[] {(byte) 99, (byte) (address >>> 8), (byte) address};
    }

    private PrefixTrie trie() {
        PrefixTrie.Builder builder = new PrefixTrie.Builder();
        prefixes.forEach((prefix, value) ->
                builder.put(new byte[] {(byte) (prefix.network >>> 8), (byte) prefix.network}, prefix.bits, value));
        return builder.build();
    }

    @RepeatedTest(20)
    void findsTheLongestPrefixAndTheFewestBitsThatDecideIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = random.nextInt(40); i > 0; i--) {
            int bits = random.nextInt(17);
            prefixes.put(new Network(random.nextInt(1 << 16) & -1 << 16 - bits, bits), 1 + random.nextInt(3));
        }
        PrefixTrie trie = trie();
        for (int i = 0; i < 60; i++) {
            int address = random.nextInt(1 << 16);
            int found = trie.find(bytes(address), 1, 16);
            String seen = "seed " + seed + ", address " + address + ", " + prefixes;
            assertEquals(naive(address, 16), PrefixTrie.value(found), seen);
            int depth = PrefixTrie.depth(found);
            assertEquals(true, alike(address, depth), seen);
            assertEquals(true, depth == 0 || !alike(address, depth - 1), seen);
        }
    }

    @RepeatedTest(20)
    void ofAnAddressKnownInPartLongerPrefixesDoNotCount() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = random.nextInt(40); i > 0; i--) {
            int bits = random.nextInt(17);
            prefixes.put(new Network(random.nextInt(1 << 16) & -1 << 16 - bits, bits), 1 + random.nextInt(3));
        }
        PrefixTrie trie = trie();
        for (int i = 0; i < 60; i++) {
            int bits = random.nextInt(17);
            int address = random.nextInt(1 << 16) & -1 << 16 - bits;
            int found = trie.find(bytes(address), 1, bits);
            String seen = "seed " + seed + ", " + address + "/" + bits + ", " + prefixes;
            int wanted = alike(address, bits) ? naive(address, 16) : naive(address, bits);
            assertEquals(wanted, PrefixTrie.value(found), seen);
            assertEquals(true, PrefixTrie.depth(found) <= bits, seen);
        }
    }

    @Test
    void anEmptyOneDependsOnNothing() {
        assertEquals(0, trie().find(bytes(1), 1, 16));
    }
}
