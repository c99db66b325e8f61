package io.counterweight.controller.intent;

import io.counterweight.controller.intent.IntentStore.Received;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.Journal.Kept;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries of a book on the disk, in their writers' own words (rule G10): a newer version's may say more than this one reads.
 * Reading is safe for any thread; writing is for one at a time.
 */
final class JournaledEntries {
    private static final String CLOCK = "clock";
    private static final String TRIAL = "trial";

    private final Journal journal;
    private final Map<HybridStamp, String> texts = new ConcurrentHashMap<>();
    private final Set<HybridStamp> missing = ConcurrentHashMap.newKeySet();

    JournaledEntries(Journal journal) {
        this.journal = journal;
    }

    IntentBook load() throws JournalFailure {
        List<IntentEntry> entries = new ArrayList<>();
        for (Kept kept : journal.intents()) {
            IntentEntry entry = Wire.read(kept.json(), IntentEntry.class);
            texts.put(entry.stamp(), kept.json());
            entries.add(entry);
        }
        return IntentBook.empty().merge(entries);
    }

    /** The highest stamp that was ever given or seen. */
    Optional<HybridStamp> clock() throws JournalFailure {
        return journal.memory(CLOCK).map(HybridStamp::parse);
    }

    /** Writes what differs between two books, of which the second holds these entries more, and the clock. All or nothing. */
    void write(IntentBook before, IntentBook after, Collection<Received> entries, HybridClock clock)
            throws JournalFailure {
        List<Kept> added = new ArrayList<>();
        List<Kept> gone = new ArrayList<>();
        Set<IntentKey> keys = new HashSet<>();
        for (Received each : entries) {
            IntentEntry entry = each.entry();
            if (after.uncovered(entry.key()).contains(entry)) {
                added.add(kept(entry, each.text()));
            }
            if (keys.add(entry.key())) {
                before.uncovered(entry.key()).stream()
                        .filter(held -> !after.uncovered(held.key()).contains(held))
                        .forEach(held -> gone.add(kept(held, "")));
            }
        }
        journal.write(added, gone, clock.stamp().toString());
        entries.forEach(each -> missing.remove(each.entry().stamp()));
        remember(after, entries);
    }

    /** Keeps entries in memory alone, since the disk cannot be written. */
    void followUnwritten(IntentBook after, Collection<Received> entries) {
        entries.forEach(each -> missing.add(each.entry().stamp()));
        remember(after, entries);
    }

    private void remember(IntentBook after, Collection<Received> entries) {
        entries.forEach(each -> texts.put(each.entry().stamp(), each.text()));
        Set<HybridStamp> held = new HashSet<>();
        after.entries().values().forEach(versions -> held.addAll(versions.keySet()));
        texts.keySet().retainAll(held);
        missing.retainAll(held);
    }

    void forget(IntentBook after, Collection<IntentEntry> entries) throws JournalFailure {
        journal.forget(entries.stream().map(entry -> kept(entry, "")).toList());
        remember(after, List.of());
    }

    /** Writes so many characters that mean nothing, and takes them away again; a full disk fails. */
    void tryRoom(int length) throws JournalFailure {
        journal.save(TRIAL, "x".repeat(length), List.of());
        journal.save(TRIAL, "", List.of());
    }

    private static Kept kept(IntentEntry entry, String text) {
        return new Kept(entry.key().toString(), entry.stamp().toString(), text);
    }

    /** The entry as its writer wrote it. */
    String text(IntentEntry entry) {
        String text = texts.get(entry.stamp());
        return text == null ? Wire.text(entry) : text;
    }

    boolean holds(IntentEntry entry) {
        return !missing.contains(entry.stamp());
    }

    boolean complete() {
        return missing.isEmpty();
    }
}
