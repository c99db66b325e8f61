package io.counterweight.dns;

/** What the OPT record of a query says (RFC 6891), read in place. Mutable and reused, as {@link Query} is. */
final class QueryOptions {

    static final int OPT = 41;
    static final int SUBNET = 8;
    static final int COOKIE = 10;
    static final int SMALLEST_PAYLOAD = 512;
    private static final int FIXED_PART = 11;
    private static final int CLIENT_COOKIE = 8;

    boolean present;
    int version;
    int payload;
    int subnetAt;
    int subnetLength;
    int cookieAt;
    int cookieLength;

    void clear() {
        present = false;
        version = 0;
        payload = SMALLEST_PAYLOAD;
        subnetLength = 0;
        cookieLength = 0;
    }

    /** Reads the one additional record of a query, which ends the message. */
    Query.Shape read(byte[] message, int at, int length) {
        if (at + FIXED_PART > length) {
            return Query.Shape.MALFORMED;
        }
        if (message[at] != 0 || Wire.get16(message, at + 1) != OPT) {
            return Query.Shape.UNUSUAL;
        }
        take(Wire.get16(message, at + 3), message[at + 6] & 0xff);
        if (version != 0) {
            return Query.Shape.NEWER_EDNS;
        }
        int end = at + FIXED_PART + Wire.get16(message, at + 9);
        if (end == length && readOptions(message, at + FIXED_PART, end)) {
            return Query.Shape.COMMON;
        }
        // What is wrong is not sent back.
        subnetLength = 0;
        cookieLength = 0;
        return Query.Shape.MALFORMED;
    }

    void take(int offeredPayload, int offeredVersion) {
        present = true;
        payload = Math.max(SMALLEST_PAYLOAD, offeredPayload);
        version = offeredVersion;
    }

    /** How many bytes the OPT record of the answer takes. */
    int answerSize() {
        if (!present) {
            return 0;
        }
        return FIXED_PART + (subnetLength > 0 ? 4 + subnetLength : 0) + (cookieLength > 0 ? 4 + Cookies.LENGTH : 0);
    }

    boolean hasServerCookie() {
        return cookieLength > CLIENT_COOKIE;
    }

    private boolean readOptions(byte[] message, int from, int end) {
        int at = from;
        while (at < end) {
            if (at + 4 > end) {
                return false;
            }
            int code = Wire.get16(message, at);
            int size = Wire.get16(message, at + 2);
            at += 4;
            if (at + size > end) {
                return false;
            }
            if (code == SUBNET) {
                subnetAt = at;
                subnetLength = size;
                if (!goodSubnet(message)) {
                    return false;
                }
            } else if (code == COOKIE) {
                cookieAt = at;
                cookieLength = size;
                if (size != CLIENT_COOKIE && (size < 16 || size > 40)) {
                    return false;
                }
            }
            at += size;
        }
        return true;
    }

    /**
     * RFC 7871: the prefix fits the family, the address is as long as the prefix needs, and nothing is set beyond the prefix. Family
     * 0 is how some clients write "no subnet".
     */
    private boolean goodSubnet(byte[] message) {
        if (subnetLength < 4) {
            return false;
        }
        int source = message[subnetAt + 2] & 0xff;
        int most =
                switch (Wire.get16(message, subnetAt)) {
                    case 0 -> 0;
                    case 1 -> 32;
                    case 2 -> 128;
                    default -> -1;
                };
        int spare = 8 * ((source + 7) / 8) - source;
        return source <= most
                && message[subnetAt + 3] == 0
                && subnetLength == 4 + (source + 7) / 8
                && (spare == 0 || (message[subnetAt + subnetLength - 1] & (1 << spare) - 1) == 0);
    }
}
