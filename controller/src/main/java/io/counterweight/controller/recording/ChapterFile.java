package io.counterweight.controller.recording;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;

/** One chapter on its way to the disk: one compressed stream, cut into frames. Not safe for threads. */
final class ChapterFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private long bytes;

    private ChapterFile(OutputStream out) {
        this.out = out;
    }

    static ChapterFile create(Path file) throws IOException {
        OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        ChapterFile chapter = new ChapterFile(out);
        Frames.mark(out);
        return chapter;
    }

    /** Writes these entries; when it returns the operating system has them. */
    void write(byte[] entries) throws IOException {
        byte[] frame = packed(entries);
        if (frame.length > Frames.MOST_BYTES) {
            throw new IOException("a frame of " + frame.length + " bytes is too long to be recorded");
        }
        Frames.write(frame, out);
        out.flush();
        bytes += frame.length;
    }

    private byte[] packed(byte[] entries) {
        deflater.setInput(entries);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        int length = deflater.deflate(buffer, 0, BUFFER, Deflater.SYNC_FLUSH);
        while (length == BUFFER) {
            packed.write(buffer, 0, length);
            length = deflater.deflate(buffer, 0, BUFFER, Deflater.SYNC_FLUSH);
        }
        packed.write(buffer, 0, length);
        return packed.toByteArray();
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        out.close();
    }
}
