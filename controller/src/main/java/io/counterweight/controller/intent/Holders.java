package io.counterweight.controller.intent;

import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Tombstones;
import io.counterweight.engine.intent.Tombstones.Meetings;
import io.counterweight.engine.intent.Yield;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds which intents, and what follows from it: whether a write is held in a second place (rule G8), when a deletion may be
 * forgotten, and who must yield to whom after a long absence (rule G7). Safe for any thread.
 */
public final class Holders {
    private static final Logger LOG = LoggerFactory.getLogger(Holders.class);
    private static final String COUNT = "tombstones";
    private static final String HELD = "held:";
    /** What is lost of the count in a crash makes deletions live so much longer, and no more. */
    private static final long SAVE_EVERY_MILLIS = 10_000;

    private final ControllerId self;
    private final IntentStore store;
    private final Journal journal;
    private final LongSupplier wallMillis;
    private final Duration life;
    private final Map<ControllerId, Holding> others = new ConcurrentHashMap<>();
    private final Set<ControllerId> unsaved = new HashSet<>();
    /** Held while the count changes, never while the disk is written: what is said and asked here waits for no disk. */
    private final Object counting = new Object();

    private volatile SortedMap<ControllerId, Long> yielded = new TreeMap<>();
    private volatile Tombstones tombstones;
    private long unsavedMillis;

    /** Takes up what the journal remembers of the others, and the count. */
    public Holders(ControllerId self, IntentStore store, Journal journal, LongSupplier wallMillis, Duration life)
            throws JournalFailure {
        this.self = self;
        this.store = store;
        this.journal = journal;
        this.wallMillis = wallMillis;
        this.life = life;
        this.tombstones = journal.memory(COUNT)
                .map(json -> Wire.read(json, Tombstones.class))
                .orElseGet(Tombstones::none);
        journal.memories(HELD)
                .forEach((name, json) ->
                        others.put(ControllerId.parse(name.substring(HELD.length())), Wire.read(json, Holding.class)));
    }

    /**
     * Goes on counting, forgets what has lived its life, and saves the count now and then.
     *
     * @param elapsedMillis since the last call, on the monotonic clock
     * @param exchanging who is heard now and hears this controller
     */
    public synchronized void advance(long elapsedMillis, Set<ControllerId> exchanging) {
        Map<ControllerId, Long> yieldedToMe = new HashMap<>();
        others.forEach((other, word) -> {
            Long number = word.yielded().get(self);
            if (number != null) {
                yieldedToMe.put(other, number);
            }
        });
        IntentBook book = store.book();
        List<IntentKey> over;
        synchronized (counting) {
            tombstones = tombstones.advance(book, elapsedMillis, new Meetings(exchanging, yieldedToMe), life);
            over = tombstones.expired(book, life);
        }
        unsavedMillis += elapsedMillis;
        try {
            if (!over.isEmpty()) {
                store.forget(over);
                synchronized (counting) {
                    tombstones = tombstones.forget(book, over);
                }
            }
            if (!over.isEmpty() || unsavedMillis >= SAVE_EVERY_MILLIS) {
                save();
            }
        } catch (JournalFailure e) {
            LOG.debug("the count of deletions goes on unsaved: {}", e.getMessage());
        }
    }

    private void save() throws JournalFailure {
        journal.save(COUNT, Wire.text(tombstones), List.of());
        for (ControllerId other : Set.copyOf(unsaved)) {
            journal.save(HELD + other, Wire.text(others.getOrDefault(other, Holding.nothing())), List.of());
            unsaved.remove(other);
        }
        unsavedMillis = 0;
    }

    /** What another controller says that it holds. Where it asks this one to yield, that is done first. */
    public synchronized void heard(ControllerId other, Holding word) {
        Holding before = others.getOrDefault(other, Holding.nothing());
        Long demand = word.demands().get(self);
        if (demand == null) {
            noteYield(other, Optional.empty());
        } else if (!demand.equals(yielded.get(other))) {
            try {
                LOG.info("{} was away from {} for long: what was deleted there meanwhile is deleted here", self, other);
                store.yieldBy(
                        (book, clock) -> Yield.to(before.held(), word.held(), book, clock, wallMillis.getAsLong()));
                noteYield(other, Optional.of(demand));
            } catch (JournalFailure e) {
                LOG.warn("cannot yield to {} yet: {}", other, e.getMessage());
                return;
            }
        }
        if (!word.equals(others.put(other, word))) {
            unsaved.add(other);
        }
    }

    private void noteYield(ControllerId other, Optional<Long> demand) {
        SortedMap<ControllerId, Long> next = new TreeMap<>(yielded);
        demand.ifPresentOrElse(number -> next.put(other, number), () -> next.remove(other));
        yielded = next;
    }

    /** What this controller says for its part. Whom it yielded to is read before what it holds, which a yield has changed by then. */
    public Holding say() {
        SortedMap<ControllerId, Long> yieldedSoFar = yielded;
        return new Holding(store.held(), tombstones.demands(life), yieldedSoFar);
    }

    /** Whether intents may be taken out of this site's mailboxes. */
    public boolean takesFrom(Site site) {
        return tombstones.takesFrom(site, life);
    }

    /** Whether this is a deletion that was forgotten here, and is not taken again from who still holds it. */
    public boolean ignores(IntentEntry entry) {
        if (!tombstones.ignores(entry)) {
            return false;
        }
        synchronized (counting) {
            tombstones = tombstones.offered(entry, life);
            return true;
        }
    }

    /** The sites that hold this entry, or one that replaced it there (rule G8). */
    public SortedSet<Site> of(IntentEntry entry) {
        Set<HybridStamp> good = new HashSet<>(Set.of(entry.stamp()));
        store.book().uncovered(entry.key()).stream()
                .filter(held -> held.covers(entry))
                .forEach(held -> good.add(held.stamp()));
        SortedSet<Site> holders = new TreeSet<>();
        if (store.knows(entry) && store.journaled(entry)) {
            holders.add(self.site());
        }
        others.forEach((other, word) -> {
            if (word.held().getOrDefault(entry.key(), List.of()).stream().anyMatch(good::contains)) {
                holders.add(other.site());
            }
        });
        return holders;
    }
}
