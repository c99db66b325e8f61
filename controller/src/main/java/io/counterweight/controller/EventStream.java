package io.counterweight.controller;

import io.counterweight.controller.loop.LoopEvent;
import io.counterweight.controller.wire.Wire;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes on what the loop tells, to so many listeners at most. An event is written down once, on a thread of its own: however many
 * listen, and however slowly, the loop does not wait. Who reads too slowly misses some, and goes on with the next.
 */
public final class EventStream implements AutoCloseable {
    static final int MOST_LISTENERS = 64;
    static final int MOST_WAITING = 256;

    /** An event in words: its kind, and what it is about as JSON. */
    public record Said(String word, String json) {}

    private record Listener(MultiEmitter<? super Said> emitter, AtomicInteger waiting) {
        void hear(Said said) {
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
            } else {
                emitter.emit(said);
            }
        }
    }

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger(MOST_LISTENERS);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
                Thread made = new Thread(task, "events");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    /** Never waits. */
    void say(LoopEvent event) {
        if (!listeners.isEmpty()) {
            thread.execute(() -> {
                Said said = new Said(event.word(), Wire.text(event.body()));
                listeners.forEach(listener -> listener.hear(said));
            });
        }
    }

    /** Every event from now on, for one who then listens; empty where too many listen already. */
    public Optional<Multi<Said>> listen() {
        if (places.getAndUpdate(free -> Math.max(0, free - 1)) == 0) {
            return Optional.empty();
        }
        AtomicInteger waiting = new AtomicInteger();
        return Optional.of(Multi.createFrom()
                .<Said>emitter(emitter -> add(new Listener(emitter, waiting)), BackPressureStrategy.BUFFER)
                .invoke(said -> waiting.decrementAndGet()));
    }

    private void add(Listener listener) {
        listeners.add(listener);
        listener.emitter().onTermination(() -> {
            if (listeners.remove(listener)) {
                places.incrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
