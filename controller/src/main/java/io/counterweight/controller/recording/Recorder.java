package io.counterweight.controller.recording;

import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.log.Seldom;
import io.counterweight.engine.Settings;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Opening;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the loop's turns to the disk beside the loop, which hands over and never waits. What does not fit into its queue, or onto the
 * disk, is a gap, and a new chapter begins after it.
 */
public final class Recorder implements TurnListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    /** Some twenty seconds of calm. */
    private static final int MOST_WAITING = 512;

    private static final long LOOK_EVERY_MILLIS = 100;
    private static final long WRITE_EVERY_MILLIS = 2_000;
    private static final int WRITE_AT_BYTES = 1 << 20;
    private static final long CHAPTER_MILLIS = 600_000;
    static final long CHAPTER_BYTES = 8 << 20;
    /** After a failure it is tried again so much later. */
    private static final long AGAIN_NANOS = 1_000_000_000;
    /** So long after the last turn for which there was no place it is still told. */
    private static final long OVERRUN_NANOS = 60_000_000_000L;

    /** The journal's intents need it more. */
    private static final long ROOM_LEFT = 64 << 20;

    /** Whose turns they are. */
    public record Whose(Life life, Settings settings) {}

    /** A turn, and whether it follows on the one handed over before. */
    private record Item(Taken turn, boolean cut) {}

    private final Whose whose;
    private final Chapters chapters;
    private final Chapters.Bounds bounds;
    private final Function<IntentStore.Known, String> intentTexts;
    private final BlockingQueue<Item> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Seldom complaints = new Seldom(System::nanoTime);
    private final Thread thread;
    private volatile boolean cut = true;
    private volatile boolean stopped;
    private volatile String failing = "";
    private volatile long overrunUntil = System.nanoTime();

    private final Packed entries = new Packed();
    private Optional<ChapterFile> file = Optional.empty();
    private Optional<TurnWriter> writer = Optional.empty();
    private Optional<Opening> chapter = Optional.empty();
    private boolean broken;
    private long brokenAt;
    private int number;
    private long writtenAt = System.nanoTime();

    /**
     * Begins to wait for turns.
     *
     * @param intentTexts from intents to {@link io.counterweight.controller.intent.RecordedIntents}, as text
     */
    public Recorder(
            Whose whose, Chapters chapters, Chapters.Bounds bounds, Function<IntentStore.Known, String> intentTexts) {
        this.whose = whose;
        this.chapters = chapters;
        this.bounds = bounds;
        this.intentTexts = intentTexts;
        this.thread = Thread.ofPlatform().name("recorder").daemon().start(this::run);
    }

    @Override
    public void turned(Taken turn) {
        if (waiting.offer(new Item(turn, cut))) {
            cut = false;
        } else {
            overrunUntil = System.nanoTime() + OVERRUN_NANOS;
            failed();
        }
    }

    @Override
    public String trouble() {
        boolean overrun = failing.isEmpty() && overrunUntil - System.nanoTime() > 0;
        return overrun ? "turns come faster than the disk takes them" : failing;
    }

    @Override
    public void failed() {
        cut = true;
        lost.incrementAndGet();
    }

    /** How many turns have been taken and not been looked at yet. */
    int waiting() {
        return waiting.size();
    }

    /** How many turns were not recorded, since the start. */
    public long lostTurns() {
        return lost.get();
    }

    /** Why nothing can be written at present; empty while it can. */
    public String failing() {
        return failing;
    }

    private void run() {
        while (!stopped || !waiting.isEmpty()) {
            try {
                Item item = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (item != null) {
                    record(item);
                }
                if (due()) {
                    write();
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            } catch (InterruptedException e) {
                stopped = true;
            }
        }
        finish();
    }

    private boolean due() {
        return entries.size() >= WRITE_AT_BYTES
                || entries.size() > 0 && System.nanoTime() - writtenAt >= WRITE_EVERY_MILLIS * 1_000_000;
    }

    private void record(Item item) throws IOException {
        if (broken && System.nanoTime() - brokenAt < AGAIN_NANOS) {
            lost.incrementAndGet();
            return;
        }
        if (item.cut || broken || full(item.turn)) {
            open(item);
        }
        writer.orElseThrow().write(item.turn);
    }

    private boolean full(Taken turn) {
        return chapter.map(opening -> turn.now() - opening.now() >= CHAPTER_MILLIS)
                        .orElse(true)
                || file.map(ChapterFile::bytes).orElse(0L) >= Math.min(CHAPTER_BYTES, bounds.maxBytes() / 4);
    }

    /** A new chapter begins at this turn. */
    private void open(Item item) throws IOException {
        boolean joined = !item.cut && !broken && chapter.isPresent();
        closeFile();
        Taken turn = item.turn;
        Opening opening = new Opening(
                whose.life(), number, joined, whose.settings(), turn.wallMillis(), turn.now(), turn.before());
        chapters.makeFolder();
        chapters.prune(bounds, turn.wallMillis(), Math.min(CHAPTER_BYTES, bounds.maxBytes() / 4));
        refuseWithoutRoom();
        file = Optional.of(ChapterFile.create(chapters.file(ChapterName.of(opening))));
        number++;
        chapter = Optional.of(opening);
        writer = Optional.of(new TurnWriter(opening, intentTexts, entries));
        broken = false;
    }

    private void refuseWithoutRoom() throws IOException {
        if (chapters.room() < ROOM_LEFT) {
            throw new IOException("the disk has less than " + (ROOM_LEFT >> 20) + " MiB left, which the journal needs");
        }
    }

    private void write() throws IOException {
        writtenAt = System.nanoTime();
        if (file.isPresent()) {
            refuseWithoutRoom();
            file.get().write(entries.take());
        }
        failing = "";
    }

    /** The chapter ends here as far as it was written; the next turn that can be written begins a new one. */
    private void failed(Exception e) {
        broken = true;
        brokenAt = System.nanoTime();
        lost.incrementAndGet();
        entries.take();
        failing = String.valueOf(e.getMessage());
        if (complaints.worthSaying(e.getClass().getName())) {
            LOG.warn("turns are not recorded, failover goes on without it: {}", failing);
        }
        try {
            file.ifPresent(Recorder::closeQuietly);
        } finally {
            file = Optional.empty();
        }
    }

    private static void closeQuietly(ChapterFile open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.debug("a chapter could not be closed", e);
        }
    }

    private void closeFile() throws IOException {
        if (entries.size() > 0) {
            write();
        }
        if (file.isPresent()) {
            file.get().close();
        }
        file = Optional.empty();
    }

    private void finish() {
        try {
            closeFile();
        } catch (IOException e) {
            LOG.warn("the last turns are not recorded: {}", e.getMessage());
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
