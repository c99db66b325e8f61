package io.counterweight.controller.recording;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.intent.RecordedIntents;
import io.counterweight.controller.kit.Reports;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Heard;
import io.counterweight.engine.Decision;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Position;
import io.counterweight.engine.replay.Question;
import io.counterweight.engine.replay.Turn;
import io.counterweight.rules.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns go to a real disk and are decided again from there. */
@Rule("W7")
class RecorderTest {
    private static final Settings SETTINGS = Settings.defaults();
    private static final Question ALL = new Question(0, Long.MAX_VALUE, new TreeMap<>(), 10);
    private static final Chapters.Bounds WIDE = new Chapters.Bounds(Duration.ofDays(30), 1 << 30);
    private static final String POLICY = """
            {"hosts": ["shop"], "datacenters": {
              "east": {"endpoints": {"one": {"address": "127.0.0.1", "port": 9}}},
              "west": {"endpoints": {"one": {"address": "127.0.0.2", "port": 9}}}}}
            """;

    @TempDir
    Path directory;

    private Shelf shelf;
    private Chapters chapters;
    private Position position = Position.begin(EngineState.fresh(1), SETTINGS);
    private long now = 5_000;
    private long sequence;

    @BeforeEach
    void make() throws Exception {
        shelf = Shelf.of("east/a", directory);
        shelf.store.write(IntentKey.policy("shop"), Optional.of(POLICY), "ann");
        chapters = new Chapters(directory.resolve("recording"));
    }

    @AfterEach
    void close() throws Exception {
        shelf.journal.close();
    }

    private Recorder recorder(String mark, Chapters.Bounds bounds) {
        return new Recorder(
                new Recorder.Whose(new Life(shelf.self, 1, mark), SETTINGS),
                chapters,
                bounds,
                known -> RecordedIntents.text(known, shelf.store));
    }

    /** A turn as the loop makes it, in which west has said something new. */
    private Taken turn(long passed) {
        now += passed;
        Position before = position;
        OptionalLong stalled = passed > 1_100 ? OptionalLong.of(now - passed) : OptionalLong.empty();
        if (stalled.isPresent()) {
            position = position.afterStall(stalled.getAsLong(), now);
        }
        sequence++;
        List<Heard> heard = List.of(Heard.of(Envelope.report(Reports.of("west/a", 1, sequence))));
        for (Heard each : heard) {
            position = position.hearing(each.report(), now);
        }
        var known = shelf.store.known();
        Given given = new Given(
                new Observations(new SelfCheck(false, 3, 3, false, false), new TreeMap<>()),
                known.intents(),
                sequence > 3,
                position.state().plan().applied());
        Decision decision = position.decide(shelf.self, SETTINGS, given, now);
        position = position.after(decision);
        boolean said = sequence % 2 == 0;
        if (said) {
            position = position.hearing(decision.report(), now);
        }
        return new Taken(before, now, stalled, heard, given, known, decision, said, 1_000_000 + now);
    }

    private void turns(Recorder recorder, int count) {
        for (int i = 0; i < count; i++) {
            recorder.turned(turn(100));
        }
    }

    private ReplayView replayed() throws Exception {
        Replaying replaying = new Replaying(ALL, () -> true);
        chapters.read(0, Long.MAX_VALUE, replaying);
        return replaying.view().orElseThrow();
    }

    @Test
    void whatWasRecordedIsDecidedAgain() throws Exception {
        try (Recorder recorder = recorder("one", WIDE)) {
            turns(recorder, 100);
            recorder.turned(turn(3_000));
            turns(recorder, 100);
        }

        ReplayView view = replayed();

        assertTrue(view.exact(), view::text);
        assertEquals(201, view.turns());
        assertEquals(List.of(), view.gaps());
        assertEquals(List.of(), view.unread());
        assertEquals(1, chapters.contents().orElseThrow().chapters());
        assertEquals("east/a", view.controller());
    }

    @Test
    void chaptersJoinAndAreCheckedWhereTheyDo() throws Exception {
        try (Recorder recorder = recorder("one", WIDE)) {
            for (int i = 0; i < 1_300; i++) {
                recorder.turned(turn(999));
                if (i % 200 == 0) {
                    await().until(() -> recorder.waiting() < 100);
                }
            }
            assertEquals(0, recorder.lostTurns());
        }

        ReplayView view = replayed();

        assertEquals(3, chapters.contents().orElseThrow().chapters());
        assertEquals(List.of(), chapters.contents().orElseThrow().gaps());
        assertTrue(view.exact(), view::text);
        assertEquals(1_300, view.turns());
    }

    @Test
    void aTurnThatFailedIsAGapAndTheRestIsDecidedAgain() throws Exception {
        try (Recorder recorder = recorder("one", WIDE)) {
            turns(recorder, 10);
            turn(100);
            recorder.failed();
            turns(recorder, 10);
        }

        ReplayView view = replayed();

        assertTrue(view.exact(), view::text);
        assertEquals(20, view.turns());
        assertEquals(1, view.gaps().size());
        assertFalse(view.gaps().getFirst().restarted());
        assertEquals(1, chapters.contents().orElseThrow().gaps().size());
    }

    @Test
    void aFullQueueDropsTurnsAndSaysSo() throws Exception {
        List<Taken> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add(turn(100));
        }
        long lost;
        try (Recorder recorder = recorder("one", WIDE)) {
            assertEquals("", recorder.trouble());
            many.forEach(recorder::turned);
            assertEquals("turns come faster than the disk takes them", recorder.trouble());
            await().until(() -> recorder.waiting() == 0);
            recorder.turned(turn(100));
            lost = recorder.lostTurns();
        }

        ReplayView view = replayed();

        assertTrue(lost > 0, "everything was taken");
        assertTrue(view.exact(), view::text);
        assertEquals(3_001 - lost, view.turns());
        assertFalse(view.gaps().isEmpty());
    }

    @Test
    void aDiskThatCannotBeWrittenIsToldUntilItCan() throws Exception {
        Path folder = directory.resolve("recording");
        Files.writeString(folder, "a file is in the way");
        try (Recorder recorder = recorder("one", WIDE)) {
            recorder.turned(turn(100));
            await().until(() -> !recorder.trouble().isEmpty());

            Files.delete(folder);

            await().until(() -> {
                recorder.turned(turn(100));
                return recorder.trouble().isEmpty();
            });
        }
    }

    @Test
    void twoLivesOfOneIncarnationAreToldApart() throws Exception {
        try (Recorder recorder = recorder("one", WIDE)) {
            turns(recorder, 10);
        }
        position = Position.begin(EngineState.fresh(1), SETTINGS);
        try (Recorder recorder = recorder("two", WIDE)) {
            turns(recorder, 10);
        }

        ReplayView view = replayed();

        assertTrue(view.exact(), view::text);
        assertTrue(view.gaps().getFirst().restarted());
    }

    @Test
    void aChapterThatACrashCutOffIsReadUpToThere() throws Exception {
        try (Recorder recorder = recorder("one", WIDE)) {
            turns(recorder, 50);
        }
        Path file = chapters.all().getFirst().file();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        try (Recorder recorder = recorder("two", WIDE)) {
            turns(recorder, 10);
        }
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        chapters.copy(0, Long.MAX_VALUE, exported);

        Replaying replaying = new Replaying(ALL, () -> true);
        RecordingReader.read(new ByteArrayInputStream(exported.toByteArray()), replaying);

        ReplayView view = replaying.view().orElseThrow();
        assertTrue(view.exact(), view::text);
        assertEquals(10, view.turns());
        assertEquals(List.of(), view.unread());
    }

    @Test
    void whatIsNoRecordingIsSaidToBeNone() {
        Replaying replaying = new Replaying(ALL, () -> true);
        List<String> told = new ArrayList<>();
        Sink sink = new Sink() {
            @Override
            public boolean open(Opening opening) {
                return replaying.open(opening);
            }

            @Override
            public boolean turn(Turn turn) {
                return replaying.turn(turn);
            }

            @Override
            public void damaged(String why) {
                told.add(why);
            }
        };

        RecordingReader.read(new ByteArrayInputStream(new byte[] {'P', 'K', 3, 4, 5, 6, 7, 8, 9}), sink);

        assertEquals(1, told.size());
        assertTrue(replaying.view().isEmpty());
    }

    @Test
    void theOldestChaptersMakeRoom() throws Exception {
        for (int life = 0; life < 20; life++) {
            try (Recorder recorder = recorder("life" + life, new Chapters.Bounds(Duration.ofDays(30), 16_000))) {
                turns(recorder, 40);
            }
        }

        var contents = chapters.contents().orElseThrow();

        assertTrue(contents.bytes() <= 16_000, () -> contents.bytes() + " bytes");
        assertTrue(contents.chapters() > 1, "nothing is kept");
        assertEquals("life19", chapters.all().getLast().name().mark());
        assertTrue(replayed().exact());
    }
}
