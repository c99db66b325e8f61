package io.counterweight.controller.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.EngineState;
import io.counterweight.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("G11")
class JournalWriterTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private Journal journal;
    private JournalWriter writer;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(directory, MEBIBYTE);
        writer = new JournalWriter(journal, Duration.ofDays(1));
    }

    @AfterEach
    void close() throws Exception {
        writer.close();
        journal.close();
    }

    private static Memory memory(int names) {
        TreeSet<String> served = new TreeSet<>();
        IntStream.range(0, names).forEach(i -> served.add("shop@west|192.0.2.1:" + i));
        return Memory.of(EngineState.fresh(7), served);
    }

    @Test
    void nextLifeRemembersTheLast() throws Exception {
        assertEquals(Memory.none(), JournalWriter.recall(journal));
        writer.remember(memory(3));
        writer.close();

        Memory recalled = JournalWriter.recall(journal);

        assertEquals(7, recalled.incarnation());
        assertEquals(3, recalled.everServed().size());
        assertEquals(8, recalled.recover().stamp().incarnation(), "in an incarnation of its own");
    }

    @Test
    void failingDiskIsToldUntilItCanBeWrittenAgain() throws Exception {
        writer.remember(memory(100_000));
        await().until(() -> !writer.failing().isEmpty());
        assertTrue(writer.failing().contains("full"), writer.failing());

        writer.remember(memory(1));
        await().until(() -> writer.failing().isEmpty());
        assertEquals(1, JournalWriter.recall(journal).everServed().size());
    }

    @Test
    void closingWritesWhatStillWaits() throws JournalFailure {
        writer.remember(memory(2));
        writer.close();

        assertEquals(2, JournalWriter.recall(journal).everServed().size());
    }
}
