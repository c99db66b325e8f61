package io.counterweight.controller.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Packed} wrote; what does not fit is an {@link IllegalArgumentException}. */
final class Unpacked {
    private static final int LONGEST = 10;
    private final ByteBuffer bytes;

    Unpacked(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean more() {
        return bytes.hasRemaining();
    }

    long unsigned() {
        long value = 0;
        for (int i = 0; i < LONGEST && bytes.hasRemaining(); i++) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number does not end");
    }

    long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that counts what follows: never more than there are bytes left. */
    int count() {
        long count = unsigned();
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException(count + " things are announced in " + bytes.remaining() + " bytes");
        }
        return (int) count;
    }

    String text() {
        byte[] encoded = new byte[count()];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
