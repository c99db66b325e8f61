package io.counterweight.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A program of the system that a test uses. */
public final class Tool {
    private static final long PATIENCE_SECONDS = 60;

    /** What came of a run; what it printed holds its errors too. */
    public record Ran(int exit, String printed) {}

    private Tool() {}

    /** Runs a program to its end. */
    public static Ran run(List<String> command) {
        try {
            Path output = Files.createTempFile("tool", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                String printed = Files.readString(output, StandardCharsets.UTF_8);
                Assertions.assertTrue(ended, () -> command + " did not end: " + printed);
                return new Ran(process.exitValue(), printed);
            } finally {
                process.destroyForcibly();
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
