package io.counterweight.controller.gossip;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.counterweight.controller.wire.Envelope;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster's mailboxes, one's own or another site's (rules G1, G2). Everything that may block runs on one thread of its own: when
 * the cluster hangs, this falls behind alone. What waits to be put is one fact a slot, the newest.
 */
final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final String MAP = "facts";
    private static final int MOST_PENDING = 256;
    private static final int MOST_TASKS = 256;
    private static final int PUT_AT_ONCE = 500;

    /** Whose facts are exchanged. */
    interface Owner {
        /** Takes facts; may wait for the disk, unless they are reports alone. */
        void received(Collection<Envelope> envelopes);

        /** Whether what lies in a slot may be news. */
        boolean wants(String slot);

        /** Everything that this controller would have every mailbox hold, by slot. */
        Map<String, Envelope> all();

        /** Whether a fact that {@link #all} lacks is of no more use to anybody. */
        boolean outlived(Envelope envelope);
    }

    private final class Listener implements EntryAddedListener<String, Object>, EntryUpdatedListener<String, Object> {
        @Override
        public void entryAdded(EntryEvent<String, Object> event) {
            heard(event.getValue());
        }

        @Override
        public void entryUpdated(EntryEvent<String, Object> event) {
            heard(event.getValue());
        }

        private void heard(Object value) {
            if (value instanceof Envelope envelope) {
                if (envelope.kind().equals(Envelope.REPORT)) {
                    owner.received(List.of(envelope));
                } else {
                    submit(() -> owner.received(List.of(envelope)));
                }
            }
        }
    }

    private final HazelcastInstance hazelcast;
    private final Owner owner;
    private final ThreadPoolExecutor thread;
    private final Map<String, Envelope> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean putWaits = new AtomicBoolean();
    private final AtomicBoolean exchangeWaits = new AtomicBoolean();
    private final AtomicInteger pending = new AtomicInteger();
    private boolean subscribed;

    Mailbox(String name, HazelcastInstance hazelcast, Owner owner) {
        this.hazelcast = hazelcast;
        this.owner = owner;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_TASKS), task -> {
            Thread made = new Thread(task, "mailbox-" + name);
            made.setDaemon(true);
            return made;
        });
    }

    /** Puts one fact, soon; what is lost here the next exchange puts back. Never waits. */
    void put(Envelope envelope) {
        waiting.merge(envelope.slot(), envelope, (known, next) -> known.isAfter(next) ? known : next);
        if (putWaits.compareAndSet(false, true) && !submit(this::putWaiting)) {
            putWaits.set(false);
        }
    }

    private void putWaiting() {
        putWaits.set(false);
        IMap<String, Object> map = map();
        for (String slot : Set.copyOf(waiting.keySet())) {
            if (pending.get() >= MOST_PENDING) {
                return;
            }
            Envelope envelope = waiting.remove(slot);
            if (envelope != null) {
                pending.incrementAndGet();
                CompletionStage<Void> unused =
                        map.setAsync(slot, envelope).whenComplete((done, error) -> pending.decrementAndGet());
            }
        }
    }

    /** Exchanges everything, soon. Never waits. */
    void exchange() {
        if (exchangeWaits.compareAndSet(false, true) && !submit(this::exchangeNow)) {
            exchangeWaits.set(false);
        }
    }

    private void exchangeNow() {
        exchangeWaits.set(false);
        subscribe();
        IMap<String, Object> map = map();
        Set<String> there = map.keySet();
        Set<String> wanted = new HashSet<>(there);
        wanted.removeIf(slot -> !owner.wants(slot));
        Map<String, Envelope> theirs = read(map, wanted);
        owner.received(theirs.values());
        Map<String, Envelope> ours = owner.all();
        putBack(map, missing(there, theirs, ours));
        theirs.forEach((slot, envelope) -> {
            if (!ours.containsKey(slot) && owner.outlived(envelope)) {
                map.delete(slot);
            }
        });
    }

    /** What is no envelope, or cannot be read as anything, is left where it lies and hides nothing else. */
    private static Map<String, Envelope> read(IMap<String, Object> map, Set<String> wanted) {
        Map<String, Envelope> read = new HashMap<>();
        try {
            map.getAll(wanted).forEach((slot, value) -> keep(read, slot, value));
        } catch (HazelcastSerializationException | SecurityException e) {
            for (String slot : wanted) {
                try {
                    keep(read, slot, map.get(slot));
                } catch (HazelcastSerializationException | SecurityException unreadable) {
                    LOG.debug("{} is no fact: {}", slot, unreadable.toString());
                }
            }
        }
        return read;
    }

    private static void keep(Map<String, Envelope> read, String slot, @Nullable Object value) {
        if (value instanceof Envelope envelope && envelope.slot().equals(slot)) {
            read.put(slot, envelope);
        }
    }

    private static Map<String, Envelope> missing(
            Set<String> there, Map<String, Envelope> theirs, Map<String, Envelope> ours) {
        Map<String, Envelope> missing = new HashMap<>();
        ours.forEach((slot, envelope) -> {
            Envelope known = theirs.get(slot);
            if (!there.contains(slot) || known != null && envelope.isAfter(known)) {
                missing.put(slot, envelope);
            }
        });
        return missing;
    }

    private static void putBack(IMap<String, Object> map, Map<String, Envelope> missing) {
        Map<String, Envelope> batch = new HashMap<>();
        missing.forEach((slot, envelope) -> {
            batch.put(slot, envelope);
            if (batch.size() == PUT_AT_ONCE) {
                map.setAll(batch);
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            map.setAll(batch);
        }
    }

    private IMap<String, Object> map() {
        return hazelcast.getMap(MAP);
    }

    private void subscribe() {
        if (!subscribed) {
            map().addEntryListener(new Listener(), true);
            subscribed = true;
        }
    }

    /** False where so much waits already that this is left to the next exchange. */
    private boolean submit(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.debug("{}: {}", Thread.currentThread().getName(), e.toString());
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
