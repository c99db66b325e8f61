package io.counterweight.controller.recording;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How a chapter lies on the disk: a mark, then frames, each with its length and a check sum before it. A chapter that a crash cut off
 * is read up to its last whole frame.
 */
final class Frames {
    /** "CWR1": before every chapter. No frame is so long. */
    static final int MARK = 0x43575231;

    /** Longer frames are not written, and not believed. */
    static final int MOST_BYTES = 64 << 20;

    /** A frame, or the mark of a chapter's beginning where it is empty. */
    record Frame(Optional<byte[]> body) {}

    private Frames() {}

    static void write(byte[] body, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(body.length);
        data.writeInt(sum(body));
        data.write(body);
    }

    static void mark(OutputStream out) throws IOException {
        new DataOutputStream(out).writeInt(MARK);
    }

    /**
     * The next mark or frame; empty at the end.
     *
     * @throws IOException where the rest cannot be read as frames
     */
    static Optional<Frame> next(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int first = data.read();
        if (first < 0) {
            return Optional.empty();
        }
        int length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
        if (length == MARK) {
            return Optional.of(new Frame(Optional.empty()));
        }
        if (length <= 0 || length > MOST_BYTES) {
            throw new IOException("no frame is " + length + " bytes long");
        }
        int sum = data.readInt();
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the last frame is cut off");
        }
        if (sum(body) != sum) {
            throw new IOException("a frame is not as it was written");
        }
        return Optional.of(new Frame(Optional.of(body)));
    }

    /** Copies what can be read as frames; what a crash left behind them is left out. */
    static void copy(InputStream in, OutputStream out) throws IOException {
        Optional<Frame> next = whole(in);
        while (next.isPresent()) {
            Optional<byte[]> body = next.get().body();
            if (body.isPresent()) {
                write(body.get(), out);
            } else {
                mark(out);
            }
            next = whole(in);
        }
    }

    private static Optional<Frame> whole(InputStream in) {
        try {
            return next(in);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int sum(byte[] body) {
        CRC32 sum = new CRC32();
        sum.update(body);
        return (int) sum.getValue();
    }
}
