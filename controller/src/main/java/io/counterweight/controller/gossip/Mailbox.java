package io.counterweight.controller.gossip;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.counterweight.controller.wire.Envelope;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster's mailboxes, one's own or another site's (rules G1, G2). Everything that may block runs on one thread of its own, with
 * a short queue: when the cluster hangs, this falls behind alone.
 */
final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final String MAP = "facts";
    private static final int MOST_PENDING = 256;

    /** Whose facts are exchanged. */
    interface Owner {
        void received(Envelope envelope);

        /** Everything that this controller would have every mailbox hold, by slot. */
        Map<String, Envelope> all();

        /** Whether a slot that {@link #all} lacks is of no more use. */
        boolean outlived(Envelope envelope);
    }

    private final class Listener
            implements EntryAddedListener<String, Envelope>, EntryUpdatedListener<String, Envelope> {
        @Override
        public void entryAdded(EntryEvent<String, Envelope> event) {
            take(event.getValue());
        }

        @Override
        public void entryUpdated(EntryEvent<String, Envelope> event) {
            take(event.getValue());
        }
    }

    private final HazelcastInstance hazelcast;
    private final Owner owner;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean exchangeWaits = new AtomicBoolean();
    private final AtomicInteger pending = new AtomicInteger();
    private boolean subscribed;

    Mailbox(String name, HazelcastInstance hazelcast, Owner owner) {
        this.hazelcast = hazelcast;
        this.owner = owner;
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_PENDING), task -> {
                    Thread made = new Thread(task, "mailbox-" + name);
                    made.setDaemon(true);
                    return made;
                });
    }

    /** Puts one fact; what is lost here the next exchange puts back. Never waits. */
    void put(Envelope envelope) {
        submit(() -> {
            if (pending.incrementAndGet() > MOST_PENDING) {
                pending.decrementAndGet();
                return;
            }
            CompletionStage<Void> unused =
                    map().setAsync(envelope.slot(), envelope).whenComplete((done, error) -> pending.decrementAndGet());
        });
    }

    /** Exchanges everything, soon. Never waits. */
    void exchange() {
        if (exchangeWaits.compareAndSet(false, true)) {
            submit(() -> {
                exchangeWaits.set(false);
                subscribe();
                IMap<String, Envelope> map = map();
                Map<String, Envelope> theirs = map.getAll(map.keySet());
                theirs.values().forEach(this::take);
                Map<String, Envelope> ours = owner.all();
                ours.forEach((slot, envelope) -> {
                    Envelope known = theirs.get(slot);
                    if (known == null || envelope.isAfter(known)) {
                        put(envelope);
                    }
                });
                theirs.forEach((slot, envelope) -> {
                    if (!ours.containsKey(slot) && owner.outlived(envelope)) {
                        map.delete(slot);
                    }
                });
            });
        }
    }

    private IMap<String, Envelope> map() {
        return hazelcast.getMap(MAP);
    }

    private void subscribe() {
        if (!subscribed) {
            map().addEntryListener(new Listener(), true);
            subscribed = true;
        }
    }

    private void take(Envelope envelope) {
        try {
            owner.received(envelope);
        } catch (RuntimeException e) {
            LOG.warn("skipped {}, which cannot be read: {}", envelope, e.toString());
        }
    }

    private void submit(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.debug("{}: {}", Thread.currentThread().getName(), e.toString());
                    exchangeWaits.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            exchangeWaits.set(false);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
