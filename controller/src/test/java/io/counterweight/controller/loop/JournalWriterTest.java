package io.counterweight.controller.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.Journal.Recorded;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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

    private static DecisionView decision(long id) {
        return new DecisionView(
                id,
                1_000,
                "east/a",
                ServiceName.of("shop"),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                List.of());
    }

    private List<Long> journaled() throws JournalFailure {
        return journal.decisions(Optional.empty(), Long.MAX_VALUE, 10_000).stream()
                .map(Recorded::id)
                .toList();
    }

    @Test
    void decisionsOutliveAFailingDisk() throws Exception {
        writer.remember(memory(100_000));
        writer.record(decision(1));
        writer.record(decision(2));
        await().until(() -> !writer.failing().isEmpty());
        writer.record(decision(3));
        assertEquals(List.of(), journaled());

        writer.remember(memory(1));

        await().until(() -> writer.failing().isEmpty());
        assertEquals(List.of(3L, 2L, 1L), journaled());
    }

    @Test
    void ofTooManyDecisionsTheOldestAreDropped() throws Exception {
        for (int id = 1; id <= 5_000; id++) {
            writer.record(decision(id));
        }
        writer.remember(memory(1));
        writer.close();

        List<Long> journaled = journaled();

        assertTrue(journaled.contains(5_000L), journaled.toString());
        assertFalse(journaled.contains(904L), journaled.toString());
    }

    @Test
    void closingWritesWhatStillWaits() throws JournalFailure {
        writer.remember(memory(2));
        writer.close();

        assertEquals(2, JournalWriter.recall(journal).everServed().size());
    }
}
