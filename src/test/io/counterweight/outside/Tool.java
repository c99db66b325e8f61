package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of the system that a test uses. */
final class Tool {
    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    /** What came of a run; what it printed holds its errors too. */
    record Ran(int exit, String printed) {}

    private Tool() {}

    /** Where a program is; without it the test is skipped, or fails where COUNTERWEIGHT_REQUIRE_TOOLS is 1. */
    static String require(String program, String debianPackage) {
        Optional<String> found = FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            skip("this test needs " + program + ": run 'make tools', or install the package " + debianPackage);
        }
        return found.orElseThrow();
    }

    /** Skips the test so that nobody overlooks it, or fails it where COUNTERWEIGHT_REQUIRE_TOOLS is 1. */
    static void skip(String why) {
        String words = "SKIPPED: " + why;
        if ("1".equals(System.getenv("COUNTERWEIGHT_REQUIRE_TOOLS"))) {
            fail(words);
        }
        System.err.println(words);
        Assumptions.abort(words);
    }

    /** Runs a program to its end. */
    static Ran run(List<String> command) {
        try {
            Path output = Files.createTempFile("tool", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                String printed = Files.readString(output, StandardCharsets.UTF_8);
                assertTrue(ended, () -> command + " did not end: " + printed);
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
