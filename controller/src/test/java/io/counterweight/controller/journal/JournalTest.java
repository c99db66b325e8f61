package io.counterweight.controller.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.journal.Journal.Kept;
import io.counterweight.controller.journal.Journal.Recorded;
import io.counterweight.rules.Rule;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("G11")
class JournalTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private Journal open() throws JournalFailure {
        return Journal.open(directory, 4 * MEBIBYTE);
    }

    @Test
    void everyAcknowledgedWriteSurvivesBeingKilled() throws Exception {
        long seed = Long.getLong("journal.seed", System.nanoTime());
        System.out.println("journal.seed=" + seed);
        Random random = new Random(seed);
        List<String> acknowledged = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            acknowledged.addAll(killedAfter(1 + random.nextInt(60)));
            try (Journal journal = open()) {
                List<String> held = journal.intents().stream().map(Kept::key).toList();
                assertTrue(held.containsAll(acknowledged), () -> "journal.seed=" + seed + ", lost of " + acknowledged);
                assertEquals(
                        Optional.of("clock of " + held.size()),
                        journal.memory("clock"),
                        "the clock is written with the entry, or not at all");
            }
        }
    }

    /** Lets a process write until it has acknowledged so many, kills it, and says what it acknowledged in all. */
    private List<String> killedAfter(int writes) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == writes) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();
        assertTrue(acknowledged.size() >= writes, () -> "the child ended by itself after " + acknowledged);
        return acknowledged;
    }

    @Test
    void isInWalModeWithFullSynchronisation() throws Exception {
        try (Journal journal = open()) {
            assertEquals(2, journal.setting("synchronous"), "FULL");
            assertTrue(Files.exists(directory.resolve("journal.db-wal")), "write-ahead log");
            assertEquals(4 * MEBIBYTE / 4096, journal.setting("max_page_count"));
        }
    }

    @Test
    void intentsReplaceThoseThatTheyCover() throws Exception {
        try (Journal journal = open()) {
            journal.write(List.of(new Kept("policy/shop", "1:0:east/a", "{}")), List.of(), "1:0:east/a");
            journal.write(
                    List.of(new Kept("policy/shop", "2:0:east/a", "{\"b\":1}")),
                    List.of(new Kept("policy/shop", "1:0:east/a", "")),
                    "2:0:east/a");
        }
        try (Journal journal = open()) {
            assertEquals(List.of(new Kept("policy/shop", "2:0:east/a", "{\"b\":1}")), journal.intents());
            assertEquals(Optional.of("2:0:east/a"), journal.memory("clock"));
        }
    }

    @Test
    void forgetsWhatItIsTold() throws Exception {
        Kept kept = new Kept("policy/shop", "1:0:east/a", "{}");
        try (Journal journal = open()) {
            journal.write(List.of(kept), List.of(), "1:0:east/a");
            journal.forget(List.of(kept));
            assertEquals(List.of(), journal.intents());
        }
    }

    @Test
    void decisionsAreReadLatestFirstInPages() throws Exception {
        try (Journal journal = open()) {
            journal.save("engine", "{}", decisions(1, 10, 0));
            List<Recorded> page = journal.decisions(Optional.empty(), Long.MAX_VALUE, 3);
            assertEquals(List.of(10L, 9L, 8L), page.stream().map(Recorded::id).toList());
            assertEquals(
                    List.of(7L, 6L),
                    journal.decisions(Optional.empty(), page.getLast().id(), 2).stream()
                            .map(Recorded::id)
                            .toList());
            assertEquals(
                    List.of(9L, 7L),
                    journal.decisions(Optional.of("odd"), Long.MAX_VALUE, 2).stream()
                            .map(Recorded::id)
                            .toList());
            assertEquals(10, journal.lastDecision());
        }
    }

    private static List<Recorded> decisions(int from, int to, int bytes) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id ->
                        new Recorded(id, id, id % 2 == 0 ? "even" : "odd", "{\"x\":\"" + "x".repeat(bytes) + "\"}"))
                .toList();
    }

    @Test
    void dropsDecisionsThatAreTooOld() throws Exception {
        try (Journal journal = open()) {
            journal.save("engine", "{}", decisions(1, 10, 0));
            journal.prune(8);
            assertEquals(
                    List.of(10L, 9L, 8L),
                    journal.decisions(Optional.empty(), Long.MAX_VALUE, 100).stream()
                            .map(Recorded::id)
                            .toList());
        }
    }

    @Test
    void decisionsNeverTakeTheRoomOfIntents() throws Exception {
        try (Journal journal = Journal.open(directory, MEBIBYTE)) {
            int last = 0;
            for (int batch = 0; batch < 60; batch++) {
                journal.save("engine", "{\"batch\":" + batch + "}", decisions(last + 1, last + 50, 1000));
                last += 50;
            }
            for (int i = 0; i < 40; i++) {
                journal.write(
                        List.of(new Kept("policy/s" + i, "1:0:east/a", "x".repeat(2000))), List.of(), "1:0:east/a");
            }
            assertEquals(
                    last,
                    journal.decisions(Optional.empty(), Long.MAX_VALUE, 1)
                            .getFirst()
                            .id(),
                    "the latest is there");
            assertTrue(Files.size(directory.resolve("journal.db")) <= MEBIBYTE, "bounded");
        }
    }

    @Test
    void fullDiskIsAFailureAfterWhichAllIsAsBefore() throws Exception {
        try (Journal journal = Journal.open(directory, MEBIBYTE)) {
            journal.write(List.of(new Kept("policy/small", "1:0:east/a", "{}")), List.of(), "1:0:east/a");
            List<Kept> big = List.of(new Kept("policy/big", "2:0:east/a", "x".repeat((int) MEBIBYTE)));

            JournalFailure failure =
                    assertThrows(JournalFailure.class, () -> journal.write(big, List.of(), "2:0:east/a"));

            assertTrue(String.valueOf(failure.getMessage()).contains("full"), failure.getMessage());
            assertEquals(1, journal.intents().size());
            assertEquals(Optional.of("1:0:east/a"), journal.memory("clock"), "not even the clock has moved");
            journal.write(List.of(new Kept("policy/next", "3:0:east/a", "{}")), List.of(), "3:0:east/a");
        }
    }

    @Test
    void isOfOneControllerAlone() throws Exception {
        try (Journal journal = open()) {
            JournalFailure failure = assertThrows(JournalFailure.class, this::open);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("is in use by another controller"),
                    failure.getMessage());
            assertEquals(0, journal.lastDecision());
        }
        open().close();
    }

    @Test
    void whatIsNoJournalIsNamed() throws Exception {
        Files.writeString(directory.resolve("journal.db"), "no database, but long enough to look like one".repeat(100));

        JournalFailure failure = assertThrows(JournalFailure.class, this::open);

        assertTrue(String.valueOf(failure.getMessage()).contains("move it away"), failure.getMessage());
    }

    @Test
    void directoryThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        JournalFailure failure =
                assertThrows(JournalFailure.class, () -> Journal.open(file.resolve("below"), MEBIBYTE));

        assertTrue(String.valueOf(failure.getMessage()).contains("journal.directory " + file), failure.getMessage());
    }

    @Test
    void copyOfAnOldJournalIsTaken() throws Exception {
        Path copy = directory.resolve("copy");
        try (Journal journal = open()) {
            journal.write(List.of(new Kept("policy/old", "1:0:east/a", "{}")), List.of(), "1:0:east/a");
        }
        Files.createDirectory(copy);
        Files.copy(directory.resolve("journal.db"), copy.resolve("journal.db"));
        try (Journal journal = Journal.open(copy, MEBIBYTE)) {
            assertEquals("policy/old", journal.intents().getFirst().key());
            assertFalse(journal.memory("clock").isEmpty());
        }
    }
}
