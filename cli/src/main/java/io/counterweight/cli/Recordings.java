package io.counterweight.cli;

import io.counterweight.controller.recording.Chapters;
import io.counterweight.controller.recording.RecordingReader;
import io.counterweight.controller.recording.Sink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording: an exported file, or the folder of a controller. */
record Recordings(Path at) {

    /** Gives the sink all of it, or as much as it wants. */
    void read(Sink sink) throws Cannot {
        if (!Files.exists(at)) {
            throw new Cannot(
                    at + " is not there: export a recording with cw export, or name a controller's folder 'recording'");
        }
        try {
            if (Files.isDirectory(at)) {
                new Chapters(at).read(0, Long.MAX_VALUE, sink);
            } else {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(at))) {
                    RecordingReader.read(in, sink);
                }
            }
        } catch (IOException e) {
            throw new Cannot(at + " cannot be read: " + e.getMessage());
        }
    }
}
