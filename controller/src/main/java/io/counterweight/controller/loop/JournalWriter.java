package io.counterweight.controller.loop;

import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.Journal.Recorded;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.log.Seldom;
import io.counterweight.controller.wire.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the loop's memory and decisions to the disk beside the loop, which never waits for it. Failing disks stop nothing else. */
public final class JournalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final String MEMORY = "engine";
    private static final Optional<Memory> NOTHING = Optional.empty();
    private static final int MOST_WAITING = 4096;
    private static final long EVERY_MILLIS = 100;

    private final Journal journal;
    private volatile Duration keep;
    private final AtomicReference<Optional<Memory>> latest = new AtomicReference<>(NOTHING);
    /** In the order of their ids. Its lock is never held while the disk is written. */
    private final Deque<DecisionView> decisions = new ArrayDeque<>();

    private final Seldom complaints = new Seldom(System::nanoTime);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "journal-writer");
        made.setDaemon(true);
        return made;
    });
    private final ScheduledFuture<?> writing;
    private final ScheduledFuture<?> pruning;
    private volatile String failing = "";

    public JournalWriter(Journal journal, Duration keep) {
        this.journal = journal;
        this.keep = keep;
        this.writing = thread.scheduleWithFixedDelay(this::write, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        this.pruning = thread.scheduleWithFixedDelay(this::prune, 1, 60, TimeUnit.SECONDS);
    }

    public static Memory recall(Journal journal) throws JournalFailure {
        return journal.memory(MEMORY).map(json -> Wire.read(json, Memory.class)).orElseGet(Memory::none);
    }

    /** Decisions are kept so long from now on. */
    public void keep(Duration next) {
        keep = next;
        thread.execute(this::prune);
    }

    /** Keeps what is to be remembered now; only the latest is written. */
    void remember(Memory memory) {
        latest.set(Optional.of(memory));
    }

    /** Keeps a decision until it is written; when the disk is far behind the oldest is dropped, which is logged. */
    void record(DecisionView decision) {
        boolean dropped = false;
        synchronized (decisions) {
            decisions.addLast(decision);
            if (decisions.size() > MOST_WAITING) {
                decisions.removeFirst();
                dropped = true;
            }
        }
        if (dropped && complaints.worthSaying("dropped")) {
            LOG.warn("the disk is {} decisions behind: the oldest will not be in the journal", MOST_WAITING);
        }
    }

    /** Why the disk cannot be written at present; empty while it can. */
    public String failing() {
        return failing;
    }

    private synchronized void write() {
        Optional<Memory> memory = latest.getAndSet(NOTHING);
        if (memory.isEmpty()) {
            return;
        }
        List<DecisionView> batch;
        synchronized (decisions) {
            batch = List.copyOf(decisions);
        }
        try {
            journal.save(
                    MEMORY,
                    Wire.text(memory.get()),
                    batch.stream()
                            .map(each -> new Recorded(
                                    each.id(), each.at(), each.service().value(), Wire.text(each)))
                            .toList());
            failing = "";
            forget(batch);
        } catch (JournalFailure | RuntimeException e) {
            if (failing.isEmpty()) {
                LOG.error("the journal cannot be written, failover goes on without it: {}", e.getMessage());
            }
            failing = String.valueOf(e.getMessage());
            latest.compareAndSet(NOTHING, memory);
        }
    }

    /** What is written waits no longer. */
    private void forget(List<DecisionView> written) {
        if (!written.isEmpty()) {
            long last = written.getLast().id();
            synchronized (decisions) {
                decisions.removeIf(each -> each.id() <= last);
            }
        }
    }

    private void prune() {
        try {
            journal.prune(System.currentTimeMillis() - keep.toMillis());
        } catch (JournalFailure | RuntimeException e) {
            LOG.warn("old decisions are not dropped: {}", e.getMessage());
        }
    }

    /** Writes what is still waiting. */
    @Override
    public void close() {
        writing.cancel(false);
        pruning.cancel(false);
        thread.shutdown();
        write();
    }
}
