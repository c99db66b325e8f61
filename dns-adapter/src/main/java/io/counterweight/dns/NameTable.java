package io.counterweight.dns;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** Finds a host by its wire-format name, lower-cased, without making an object. Open addressing; immutable once built. */
final class NameTable {

    private final byte[][] names;
    private final @Nullable HostAnswers[] answers;
    private final int mask;

    NameTable(Map<Name, HostAnswers> hosts) {
        int size = Integer.highestOneBit(Math.max(8, hosts.size() * 4));
        names = new byte[size][];
        answers = new HostAnswers[size];
        mask = size - 1;
        hosts.forEach((name, host) -> put(name.canonicalize().toWire(), host));
    }

    @Nullable
    HostAnswers find(byte[] message, int from, int length) {
        for (int slot = hash(message, from, length) & mask; ; slot = slot + 1 & mask) {
            byte[] name = names[slot];
            if (name == null) {
                return null;
            }
            if (Arrays.equals(name, 0, name.length, message, from, from + length)) {
                return answers[slot];
            }
        }
    }

    private void put(byte[] name, HostAnswers host) {
        int slot = hash(name, 0, name.length) & mask;
        while (names[slot] != null) {
            slot = slot + 1 & mask;
        }
        names[slot] = name;
        answers[slot] = host;
    }

    private static int hash(byte[] bytes, int from, int length) {
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
