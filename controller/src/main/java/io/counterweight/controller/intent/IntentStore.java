package io.counterweight.controller.intent;

import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.counterweight.dns.RegionTable;
import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.intent.Yield.Yielded;
import io.counterweight.engine.name.ControllerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intents that this controller holds (rules G6, G7, G10): journaled as they were written before they are answered or echoed,
 * merged, decoded. Safe for any thread; writes wait for the disk.
 */
public final class IntentStore {
    private static final Logger LOG = LoggerFactory.getLogger(IntentStore.class);
    private static final Duration FAR_AHEAD = Duration.ofSeconds(60);

    /** What is held, and what the engine reads of it: both of one moment. */
    public record Known(IntentBook book, Intents intents) {}

    /** An entry, and the text that its writer made of it: a newer version's may say more than this one reads. */
    public record Received(IntentEntry entry, String text) {}

    /** From the entry in force to the body of the next, which is empty for a deletion; an exception refuses the change. */
    public interface Change {
        Optional<String> apply(Optional<IntentEntry> current);
    }

    private final LongSupplier wallMillis;
    private final IntentDecoder decoder;
    private final JournaledEntries disk;
    private volatile HybridClock clock;
    private volatile Known known;
    private volatile RegionTable regions;
    private volatile Consumer<List<IntentEntry>> onNew = entries -> {};
    private volatile String refused = "";
    private int refusedLength;

    /** Takes up what the journal holds. */
    public IntentStore(ControllerId self, Journal journal, Topology fromFile, LongSupplier wallMillis)
            throws JournalFailure {
        this.wallMillis = wallMillis;
        this.decoder = new IntentDecoder(fromFile);
        this.disk = new JournaledEntries(journal);
        IntentBook book = disk.load();
        HybridClock seen = HybridClock.start(self);
        seen = disk.clock().map(seen::seen).orElse(seen);
        for (IntentEntry entry : book.all()) {
            seen = seen.seen(entry.stamp());
        }
        this.clock = seen;
        this.known = new Known(book, decoder.decode(book));
        this.regions = decoder.regions(book);
    }

    /** Told of the entries that are new here, after they have been journaled. */
    public void onNew(Consumer<List<IntentEntry>> listener) {
        onNew = listener;
    }

    /** Another object whenever it has changed. */
    public Known known() {
        return known;
    }

    public IntentBook book() {
        return known.book();
    }

    public Intents intents() {
        return known.intents();
    }

    /** Which region a client's network belongs to; another object whenever it has changed. */
    public RegionTable regions() {
        return regions;
    }

    /** A person's write, or a deletion where the body is empty. When this returns it survives a crash of this controller. */
    public IntentEntry write(IntentKey key, Optional<String> body, String author) throws JournalFailure {
        return change(key, author, current -> body);
    }

    /** A write that depends on what is in force. */
    public IntentEntry change(IntentKey key, String author, Change change) throws JournalFailure {
        IntentEntry entry;
        synchronized (this) {
            Optional<String> body = change.apply(book().inForce(key).filter(held -> !held.tombstone()));
            Room.refuseMoreThanFits(book(), key);
            HybridClock next = clock.tick(wallMillis.getAsLong());
            entry = book().write(key, next.stamp(), body, author);
            Received written = own(entry);
            try {
                take(List.of(written), next);
                refused = "";
            } catch (JournalFailure e) {
                refused = String.valueOf(e.getMessage());
                refusedLength = written.text().length();
                throw e;
            }
        }
        onNew.accept(List.of(entry));
        return entry;
    }

    /** Deletes what is to be deleted here because a peer asks to yield (rule G7). */
    public void yieldBy(BiFunction<IntentBook, HybridClock, Yielded> made) throws JournalFailure {
        Yielded yielded;
        synchronized (this) {
            yielded = made.apply(book(), clock);
            take(yielded.deletions().stream().map(IntentStore::own).toList(), yielded.clock());
        }
        if (!yielded.deletions().isEmpty()) {
            onNew.accept(List.copyOf(yielded.deletions()));
        }
    }

    /** Entries that other controllers wrote. What cannot be journaled is followed all the same, but not said to be held. */
    public void receive(Collection<Received> received) {
        List<Received> fresh = new ArrayList<>();
        synchronized (this) {
            HybridClock next = clock;
            for (Received each : received) {
                if (!knows(each.entry())) {
                    fresh.add(each);
                    next = next.seen(each.entry().stamp());
                }
            }
            if (!fresh.isEmpty()) {
                follow(fresh, next);
            }
        }
        if (!fresh.isEmpty()) {
            onNew.accept(fresh.stream().map(Received::entry).toList());
        }
    }

    private void follow(List<Received> fresh, HybridClock next) {
        try {
            take(fresh, next);
        } catch (JournalFailure e) {
            LOG.warn("{} intents are followed but not journaled: {}", fresh.size(), e.getMessage());
            clock = next;
            IntentBook merged = merged(fresh);
            disk.followUnwritten(merged, fresh);
            know(merged);
        }
    }

    /** Whether an entry is held, or replaced by one that is. */
    public boolean knows(IntentEntry entry) {
        return book().uncovered(entry.key()).stream()
                .anyMatch(held -> held.stamp().equals(entry.stamp()) || held.covers(entry));
    }

    /** Tries once more to journal what could not be journaled, and whether there is room for what was refused. */
    public void journalRest() {
        if (!refused.isEmpty()) {
            tryRoom();
        }
        if (!disk.complete()) {
            synchronized (this) {
                try {
                    take(
                            book().all().stream()
                                    .filter(entry -> !disk.holds(entry))
                                    .map(entry -> new Received(entry, disk.text(entry)))
                                    .toList(),
                            clock);
                } catch (JournalFailure e) {
                    LOG.debug("still not journaled: {}", e.getMessage());
                }
            }
        }
    }

    private synchronized void tryRoom() {
        try {
            disk.tryRoom(refusedLength);
            refused = "";
        } catch (JournalFailure e) {
            LOG.debug("still no room: {}", e.getMessage());
        }
    }

    private void take(List<Received> entries, HybridClock next) throws JournalFailure {
        IntentBook merged = merged(entries);
        disk.write(book(), merged, entries, next);
        clock = next;
        know(merged);
    }

    private IntentBook merged(List<Received> entries) {
        return book().merge(entries.stream().map(Received::entry).toList());
    }

    private static Received own(IntentEntry entry) {
        return new Received(entry, Wire.text(entry));
    }

    private void know(IntentBook next) {
        known = new Known(next, decoder.decode(next));
        regions = decoder.regions(next);
    }

    /** The entry as its writer wrote it. */
    public String text(IntentEntry entry) {
        return disk.text(entry);
    }

    /** Forgets the deletions of these keys; those that have come to hold something else are left as they are. */
    public synchronized void forget(Collection<IntentKey> keys) throws JournalFailure {
        List<IntentKey> deleted = keys.stream()
                .filter(key -> book().uncovered(key).stream().allMatch(IntentEntry::tombstone))
                .toList();
        IntentBook left = book().forget(deleted);
        disk.forget(
                left,
                deleted.stream().flatMap(key -> book().uncovered(key).stream()).toList());
        know(left);
    }

    /** The stamps that this controller holds on its disk, for the others to know (rule G8). */
    public SortedMap<IntentKey, List<HybridStamp>> held() {
        SortedMap<IntentKey, List<HybridStamp>> held = new TreeMap<>();
        for (IntentEntry entry : book().all()) {
            if (disk.holds(entry)) {
                held.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry.stamp());
            }
        }
        return held;
    }

    boolean journaled(IntentEntry entry) {
        return disk.holds(entry);
    }

    /** By how much the farthest stamp seen is ahead of this controller's wall clock, where that is far (rule G6); else 0. */
    public long stampsAheadMillis() {
        long ahead = clock.wallMillis() - wallMillis.getAsLong();
        return ahead > FAR_AHEAD.toMillis() ? ahead : 0;
    }

    public boolean allJournaled() {
        return disk.complete();
    }

    /** Why the last write was refused by the disk; empty where it was not, and once there is room for it. */
    public String refused() {
        return refused;
    }
}
