package io.counterweight.dns;

/**
 * One question, read in place. Mutable and reused: each answering thread has its own.
 *
 * <p>Only the common shape is read here: one question, at most one additional record, which is the OPT of EDNS(0).
 */
final class Query {

    static final int HEADER = 12;
    private static final int OPT = 41;
    private static final int OPTION_SUBNET = 8;
    private static final int OPTION_COOKIE = 10;

    /** What reading a message came to. */
    enum Shape {
        /** Nothing to answer: too short for an id, or itself a response. */
        SILENT,
        MALFORMED,
        /** Well formed as far as looked at, but not of the common shape. */
        UNUSUAL,
        COMMON
    }

    final byte[] lowerName = new byte[256];
    int nameLength;
    int type;
    int clazz;
    int questionEnd;
    boolean edns;
    int ednsVersion;
    int payload;
    int subnetAt;
    int subnetLength;
    int cookieAt;
    int cookieLength;

    int opcode(byte[] message) {
        return message[2] >> 3 & 0xf;
    }

    Shape read(byte[] message, int length) {
        edns = false;
        ednsVersion = 0;
        payload = 512;
        subnetLength = 0;
        cookieLength = 0;
        questionEnd = HEADER;
        if (length < HEADER || (message[2] & 0x80) != 0) {
            return Shape.SILENT;
        }
        if (opcode(message) != 0) {
            return Shape.UNUSUAL;
        }
        if (Wire.get16(message, 4) != 1 || !readQuestion(message, length)) {
            return Shape.MALFORMED;
        }
        if (Wire.get16(message, 6) != 0 || Wire.get16(message, 8) != 0 || Wire.get16(message, 10) > 1) {
            return Shape.UNUSUAL;
        }
        if (Wire.get16(message, 10) == 1) {
            return readOpt(message, length);
        }
        return length == questionEnd ? Shape.COMMON : Shape.MALFORMED;
    }

    private boolean readQuestion(byte[] message, int length) {
        int at = HEADER;
        int out = 0;
        while (true) {
            if (at >= length) {
                return false;
            }
            int label = message[at] & 0xff;
            if (label > 63 || at + 1 + label >= length || out + 1 + label > 255) {
                return false;
            }
            lowerName[out++] = message[at++];
            if (label == 0) {
                break;
            }
            for (int i = 0; i < label; i++) {
                byte c = message[at++];
                lowerName[out++] = c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
            }
        }
        if (at + 4 > length) {
            return false;
        }
        nameLength = out;
        type = Wire.get16(message, at);
        clazz = Wire.get16(message, at + 2);
        questionEnd = at + 4;
        return true;
    }

    private Shape readOpt(byte[] message, int length) {
        int at = questionEnd;
        if (at + 11 > length) {
            return Shape.MALFORMED;
        }
        if (message[at] != 0 || Wire.get16(message, at + 1) != OPT) {
            return Shape.UNUSUAL;
        }
        edns = true;
        payload = Math.max(512, Wire.get16(message, at + 3));
        ednsVersion = message[at + 6] & 0xff;
        int end = at + 11 + Wire.get16(message, at + 9);
        if (end != length) {
            return Shape.MALFORMED;
        }
        return readOptions(message, at + 11, end) ? Shape.COMMON : Shape.MALFORMED;
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
            if (code == OPTION_SUBNET) {
                subnetAt = at;
                subnetLength = size;
            } else if (code == OPTION_COOKIE) {
                cookieAt = at;
                cookieLength = size;
            }
            at += size;
        }
        return goodSubnet(message)
                && (cookieLength == 0 || cookieLength == 8 || cookieLength >= 16 && cookieLength <= 40);
    }

    /** RFC 7871: the family fits, the prefix fits the family, the address is as long as the prefix needs. */
    private boolean goodSubnet(byte[] message) {
        if (subnetLength == 0) {
            return true;
        }
        if (subnetLength < 4) {
            return false;
        }
        int family = Wire.get16(message, subnetAt);
        int source = message[subnetAt + 2] & 0xff;
        int most = family == 1 ? 32 : family == 2 ? 128 : -1;
        return source <= most && message[subnetAt + 3] == 0 && subnetLength == 4 + (source + 7) / 8;
    }
}
