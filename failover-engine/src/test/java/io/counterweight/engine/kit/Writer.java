package io.counterweight.engine.kit;

import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A controller that people write intents to: it holds a book and a hybrid clock, and takes what others give it. */
public final class Writer {

    public final ControllerId id;

    private IntentBook book = IntentBook.empty();
    private HybridClock clock;

    private Writer(ControllerId id) {
        this.id = id;
        this.clock = HybridClock.start(id);
    }

    public static Writer of(String id) {
        return new Writer(ControllerId.parse(id));
    }

    public IntentEntry writes(IntentKey key, String body, long wallMillis) {
        return add(key, Optional.of(body), wallMillis);
    }

    public IntentEntry deletes(IntentKey key, long wallMillis) {
        return add(key, Optional.empty(), wallMillis);
    }

    public Writer takes(IntentEntry... entries) {
        return takes(List.of(entries));
    }

    public Writer takes(List<IntentEntry> entries) {
        for (IntentEntry entry : entries) {
            clock = clock.seen(entry.stamp());
            book = book.merge(entry);
        }
        return this;
    }

    public Writer forgets(List<IntentKey> keys) {
        book = book.forget(keys);
        return this;
    }

    public IntentBook book() {
        return book;
    }

    public HybridClock clock() {
        return clock;
    }

    /** The stamps that it holds, by key, as it tells the others. */
    public SortedMap<IntentKey, List<HybridStamp>> holds() {
        SortedMap<IntentKey, List<HybridStamp>> held = new TreeMap<>();
        book.all().forEach(entry -> held.computeIfAbsent(entry.key(), key -> new ArrayList<>())
                .add(entry.stamp()));
        return held;
    }

    private IntentEntry add(IntentKey key, Optional<String> body, long wallMillis) {
        clock = clock.tick(wallMillis);
        IntentEntry entry = book.write(key, clock.stamp(), body, "alice");
        book = book.merge(entry);
        return entry;
    }
}
