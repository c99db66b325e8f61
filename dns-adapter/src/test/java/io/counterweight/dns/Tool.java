package io.counterweight.dns;

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

/** A program of the system that a test uses as a real client. */
final class Tool {

    private static final long PATIENCE_SECONDS = 20;
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    private Tool() {}

    /** Where a program is; without it the test is skipped, or fails where COUNTERWEIGHT_REQUIRE_TOOLS is 1. */
    static String require(String program, String debianPackage) {
        Optional<String> found = FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            String why = "SKIPPED: this test needs " + program + ": run 'make tools', or install the package "
                    + debianPackage;
            if ("1".equals(System.getenv("COUNTERWEIGHT_REQUIRE_TOOLS"))) {
                fail(why);
            }
            System.err.println(why);
            Assumptions.abort(why);
        }
        return found.orElseThrow();
    }

    /** Runs a program to its end; returns what it printed, errors included. */
    static String run(List<String> command) {
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
                return printed;
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
