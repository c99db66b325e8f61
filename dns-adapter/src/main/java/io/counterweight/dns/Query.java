package io.counterweight.dns;

import java.net.InetAddress;

/**
 * One question, read in place. Mutable and reused: each answering thread has its own.
 *
 * <p>Only the common shape is read here: one question, at most one additional record, which is the OPT of EDNS(0).
 */
final class Query {

    static final int HEADER = 12;

    /** What reading a message came to. */
    enum Shape {
        /** Nothing to answer: too short for an id, or itself a response. */
        SILENT,
        MALFORMED,
        /** Well formed as far as looked at, but not of the common shape. */
        UNUSUAL,
        /** Asks with a version of EDNS that is not known here. */
        NEWER_EDNS,
        /** No question, only a wish for a cookie (RFC 7873, section 5.4). */
        COOKIE_ONLY,
        COMMON
    }

    byte[] message = {};
    int length;
    Client client = Client.udp(InetAddress.getLoopbackAddress());
    final byte[] lowerName = new byte[256];
    int nameLength;
    int type;
    int clazz;
    int questions;
    int questionEnd;
    final QueryOptions options = new QueryOptions();

    Shape read(byte[] received, int receivedLength, Client from) {
        message = received;
        length = receivedLength;
        client = from;
        options.clear();
        questions = 0;
        questionEnd = HEADER;
        if (length < HEADER || (message[2] & 0x80) != 0) {
            return Shape.SILENT;
        }
        int asked = Wire.get16(message, 4);
        int additional = Wire.get16(message, 10);
        boolean nothingElse = Wire.get32(message, 6) == 0 && additional <= 1;
        if (opcode() != 0) {
            // Not answered, but whoever speaks EDNS is told so in EDNS.
            if (asked == 1 && nothingElse && readQuestion() && additional == 1) {
                options.read(message, questionEnd, length);
            }
            return Shape.UNUSUAL;
        }
        if (asked == 0 && nothingElse && additional == 1) {
            return readCookieWish();
        }
        if (asked != 1 || !readQuestion()) {
            return Shape.MALFORMED;
        }
        if (!nothingElse) {
            return Shape.UNUSUAL;
        }
        if (additional == 1) {
            return options.read(message, questionEnd, length);
        }
        return length == questionEnd ? Shape.COMMON : Shape.MALFORMED;
    }

    int opcode() {
        return message[2] >> 3 & 0xf;
    }

    /** How long an answer may be. */
    int answerLimit() {
        return client.tcp ? Responder.MAX_MESSAGE : Math.min(Responder.UDP_LIMIT, options.payload);
    }

    private Shape readCookieWish() {
        Shape shape = options.read(message, HEADER, length);
        if (shape == Shape.COMMON) {
            return options.cookieLength > 0 ? Shape.COOKIE_ONLY : Shape.MALFORMED;
        }
        return shape == Shape.NEWER_EDNS ? shape : Shape.MALFORMED;
    }

    private boolean readQuestion() {
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
        questions = 1;
        questionEnd = at + 4;
        return true;
    }
}
