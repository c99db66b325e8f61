package io.counterweight.controller.intent;

import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.Journal.Kept;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intents that this controller holds (rules G6 to G8): journaled before they are answered or echoed, merged, decoded. Safe for any
 * thread; writes wait for the disk.
 */
public final class IntentStore {
    private static final Logger LOG = LoggerFactory.getLogger(IntentStore.class);
    private static final int MOST_KEYS = 20_000;
    private static final Duration FAR_AHEAD = Duration.ofSeconds(60);

    /** An entry's name on the wire: its key and stamp. */
    private record Name(IntentKey key, HybridStamp stamp) {
        static Name of(IntentEntry entry) {
            return new Name(entry.key(), entry.stamp());
        }
    }

    private final ControllerId self;
    private final Journal journal;
    private final Topology fromFile;
    private final LongSupplier wallMillis;
    private final Map<ControllerId, SortedMap<IntentKey, List<HybridStamp>>> heldBy = new ConcurrentHashMap<>();
    private final Set<Name> unjournaled = ConcurrentHashMap.newKeySet();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final ExecutorService enders = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "override-ends");
        made.setDaemon(true);
        return made;
    });
    private HybridClock clock;
    private volatile IntentBook book = IntentBook.empty();
    private volatile Intents intents;
    private volatile long farAheadMillis;
    private volatile Consumer<IntentEntry> onWrite = entry -> {};

    /** Takes up what the journal holds. */
    public IntentStore(ControllerId self, Journal journal, Topology fromFile, LongSupplier wallMillis)
            throws JournalFailure {
        this.self = self;
        this.journal = journal;
        this.fromFile = fromFile;
        this.wallMillis = wallMillis;
        HybridClock known = HybridClock.start(self);
        Optional<String> journaled = journal.memory("clock");
        if (journaled.isPresent()) {
            known = known.seen(HybridStamp.parse(journaled.get()));
        }
        IntentBook held = IntentBook.empty();
        for (Kept kept : journal.intents()) {
            IntentEntry entry = Wire.read(kept.json(), IntentEntry.class);
            held = held.merge(entry);
            known = known.seen(entry.stamp());
        }
        this.clock = known;
        this.book = held;
        this.intents = IntentDecoder.decode(held, fromFile);
    }

    /** Told of every entry that is new here, after it has been journaled. */
    public void onWrite(Consumer<IntentEntry> listener) {
        onWrite = listener;
    }

    public IntentBook book() {
        return book;
    }

    public Intents intents() {
        return intents;
    }

    /** A person's write, or a deletion where the body is empty. When this returns it survives a crash of this controller. */
    public IntentEntry write(IntentKey key, Optional<String> body, String author) throws JournalFailure {
        return change(key, author, current -> body);
    }

    /**
     * A write that depends on what is in force.
     *
     * @param change is given the entry in force and gives the new body; it may refuse by an exception, and then nothing changes
     */
    public IntentEntry change(IntentKey key, String author, Change change) throws JournalFailure {
        IntentEntry entry;
        synchronized (this) {
            Optional<IntentEntry> current = book.inForce(key).filter(held -> !held.tombstone());
            Optional<String> body = change.apply(current);
            if (book.entries().size() >= MOST_KEYS && book.uncovered(key).isEmpty()) {
                throw new InvalidIntent(
                        "", "this deployment holds " + MOST_KEYS + " intents already: delete some first");
            }
            HybridClock next = clock.tick(wallMillis.getAsLong());
            entry = book.write(key, next.stamp(), body, author);
            take(entry, next);
        }
        onWrite.accept(entry);
        return entry;
    }

    /** Ends an override whose time is over (rule W6). Never waits: the disk's work is done elsewhere. */
    public void end(String override) {
        IntentKey key = IntentKey.override(override);
        if (ending.add(override)) {
            enders.execute(() -> {
                try {
                    write(key, Optional.empty(), "counterweight");
                } catch (JournalFailure e) {
                    LOG.warn("the end of override {} is not journaled: {}", override, e.getMessage());
                } finally {
                    ending.remove(override);
                }
            });
        }
    }

    /** From the entry in force to the body of the next. */
    public interface Change {
        Optional<String> apply(Optional<IntentEntry> current);
    }

    /** An entry that another controller wrote. What cannot be journaled is known all the same, but not echoed as held. */
    public void receive(IntentEntry entry) {
        synchronized (this) {
            IntentBook merged = book.merge(entry);
            if (merged.equals(book) && !unjournaled.contains(Name.of(entry))) {
                return;
            }
            if (entry.stamp().wallMillis() - wallMillis.getAsLong() > FAR_AHEAD.toMillis()) {
                farAheadMillis = entry.stamp().wallMillis();
            }
            try {
                take(entry, clock.seen(entry.stamp()));
            } catch (JournalFailure e) {
                if (unjournaled.add(Name.of(entry))) {
                    LOG.warn("intent {} is followed but not journaled: {}", entry.key(), e.getMessage());
                }
                know(book.merge(entry));
                return;
            }
        }
        onWrite.accept(entry);
    }

    private void take(IntentEntry entry, HybridClock next) throws JournalFailure {
        List<Kept> replaced = book.uncovered(entry.key()).stream()
                .filter(entry::covers)
                .map(IntentStore::kept)
                .toList();
        journal.write(kept(entry), replaced, next.stamp().toString());
        clock = next;
        unjournaled.remove(Name.of(entry));
        know(book.merge(entry));
    }

    private void know(IntentBook next) {
        book = next;
        intents = IntentDecoder.decode(next, fromFile);
    }

    private static Kept kept(IntentEntry entry) {
        return new Kept(entry.key().toString(), entry.stamp().toString(), Wire.text(entry));
    }

    /** Forgets tombstones whose life is over. */
    public synchronized void forget(List<IntentKey> tombstones) throws JournalFailure {
        List<Kept> gone = new ArrayList<>();
        for (IntentKey key : tombstones) {
            book.uncovered(key).stream()
                    .filter(IntentEntry::tombstone)
                    .map(IntentStore::kept)
                    .forEach(gone::add);
        }
        journal.forget(gone);
        know(book.forget(tombstones));
    }

    /** What this controller holds on its disk, for the others to know. */
    public SortedMap<IntentKey, List<HybridStamp>> held() {
        SortedMap<IntentKey, List<HybridStamp>> held = new TreeMap<>();
        for (IntentEntry entry : book.all()) {
            if (!unjournaled.contains(Name.of(entry))) {
                held.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry.stamp());
            }
        }
        return held;
    }

    /** What another controller says it holds. */
    public void heldBy(ControllerId controller, SortedMap<IntentKey, List<HybridStamp>> held) {
        heldBy.put(controller, held);
    }

    /** The sites that hold this entry, or one that replaced it there (rule G8). */
    public SortedSet<Site> holders(IntentEntry entry) {
        SortedSet<Site> holders = new TreeSet<>();
        if (!unjournaled.contains(Name.of(entry))) {
            holders.add(self.site());
        }
        heldBy.forEach((controller, held) -> {
            if (held.getOrDefault(entry.key(), List.of()).stream()
                    .anyMatch(stamp -> stamp.compareTo(entry.stamp()) >= 0)) {
                holders.add(controller.site());
            }
        });
        return holders;
    }

    /** By how much the farthest stamp seen is ahead of this controller's wall clock, where that is far; else 0. */
    public long stampsAheadMillis() {
        long ahead = farAheadMillis - wallMillis.getAsLong();
        return ahead > FAR_AHEAD.toMillis() ? ahead : 0;
    }

    public boolean allJournaled() {
        return unjournaled.isEmpty();
    }
}
