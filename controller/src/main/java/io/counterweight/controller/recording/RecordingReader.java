package io.counterweight.controller.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads chapters, one after the other, from one stream. Never throws for what it reads: the sink is told. */
public final class RecordingReader {
    /** Of one frame, unpacked: whoever claims more is not believed. */
    private static final int MOST_UNPACKED = 256 << 20;

    private static final int BUFFER = 1 << 16;

    private final Sink sink;

    private RecordingReader(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads to the end, or until the sink has had enough.
     *
     * @return whether the sink wants more
     */
    public static boolean read(InputStream in, Sink sink) {
        return new RecordingReader(sink).read(in);
    }

    private boolean read(InputStream in) {
        Optional<Chapter> chapter = Optional.empty();
        boolean skipping = false;
        try {
            Optional<Frames.Frame> next = Frames.next(in);
            while (next.isPresent()) {
                Optional<byte[]> body = next.get().body();
                if (body.isEmpty()) {
                    chapter.ifPresent(Chapter::close);
                    chapter = Optional.of(new Chapter());
                    skipping = false;
                } else if (chapter.isEmpty()) {
                    throw new IOException("this is no recording: it does not begin with a chapter");
                } else if (!skipping) {
                    try {
                        if (!chapter.get().read(body.get(), sink)) {
                            return false;
                        }
                    } catch (DataFormatException | IllegalArgumentException e) {
                        sink.damaged(String.valueOf(e.getMessage()));
                        skipping = true;
                    }
                }
                next = Frames.next(in);
            }
        } catch (IOException e) {
            sink.damaged(String.valueOf(e.getMessage()));
        } finally {
            chapter.ifPresent(Chapter::close);
        }
        return true;
    }

    /** One chapter: a stream of its own. */
    private static final class Chapter {
        private final Inflater inflater = new Inflater(true);
        private final TurnReader turns = new TurnReader();

        boolean read(byte[] frame, Sink sink) throws DataFormatException {
            return turns.read(new Unpacked(ByteBuffer.wrap(unpacked(frame))), sink);
        }

        private byte[] unpacked(byte[] frame) throws DataFormatException {
            inflater.setInput(frame);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            int length = inflater.inflate(buffer);
            while (length > 0) {
                bytes.write(buffer, 0, length);
                if (bytes.size() > MOST_UNPACKED) {
                    throw new DataFormatException("a frame is longer than any that is written");
                }
                length = inflater.inflate(buffer);
            }
            return bytes.toByteArray();
        }

        void close() {
            inflater.end();
        }
    }
}
