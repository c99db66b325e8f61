package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person reads who starts the first of two datacenters, and ends it: the product's own words, each once. */
class QuietLogTest {
    private static SmallWorld small;

    @BeforeAll
    static void prepare() {
        small = SmallWorld.prepare(49, false, List.of(), "");
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @Test
    void aPeerThatIsAwayIsToldOnceAndNoLibraryAddsToIt() throws IOException {
        Child child = small.world.startController(small.east, 1);
        small.await("east is ready", () -> small.operator(small.east).ready());
        child.terminate(SmallWorld.PATIENCE);

        List<String> lines = Files.readAllLines(child.log());
        String log = String.join("\n", lines);
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains("no link to west at " + small.west.link(1)))
                        .count(),
                log);
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.startsWith("\t") || line.startsWith(" "))
                        .toList(),
                "stack traces and their like");
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.contains("WARN") && !line.contains("[i.c."))
                        .filter(line -> !line.startsWith("WARNING: "))
                        .toList(),
                "warnings of libraries; the virtual machine's own can be silenced by flags");
        assertTrue(log.contains("east/a has left"), log);
    }
}
