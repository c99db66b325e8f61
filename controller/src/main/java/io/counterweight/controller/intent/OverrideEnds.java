package io.counterweight.controller.intent;

import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends overrides and approvals whose time is over (rules W4, W6): the end is a deletion, written beside the loop, which never waits for a disk. */
public final class OverrideEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideEnds.class);

    private static final long CLOSE_SECONDS = 2;

    private final IntentStore store;
    private final Set<IntentKey> ending = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "override-ends");
        made.setDaemon(true);
        return made;
    });

    public OverrideEnds(IntentStore store) {
        this.store = store;
    }

    /** Never waits. One that is ended already, here or elsewhere, is left as it is. */
    public void end(IntentKey key) {
        if (ending.add(key)) {
            thread.execute(() -> {
                try {
                    write(key);
                } finally {
                    ending.remove(key);
                }
            });
        }
    }

    private void write(IntentKey key) {
        try {
            if (store.book().inForce(key).filter(held -> !held.tombstone()).isPresent()) {
                store.write(key, Optional.empty(), "counterweight");
            }
        } catch (JournalFailure e) {
            LOG.debug("the end of {} is not journaled yet: {}", key, e.getMessage());
        }
    }

    /** Waits a moment for what is being written. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "the disk is too slow to take the last ends of overrides; they end again after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
