package io.counterweight.controller.recording;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that grow: numbers as varints (LEB128, signed ones in zigzag), texts with their length before them. Not safe for threads. */
final class Packed {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Packed unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    Packed signed(long value) {
        return unsigned(value << 1 ^ value >> 63);
    }

    Packed text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        unsigned(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    Packed bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    int size() {
        return bytes.size();
    }

    /** What has been written, which is then forgotten. */
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
