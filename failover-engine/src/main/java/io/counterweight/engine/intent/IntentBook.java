package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ControllerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All intents held: per key, every entry that no other covers. Merging is associative, commutative and idempotent: the book is a
 * join of dotted version vectors (Preguica et al., 2010). Immutable.
 */
public record IntentBook(SortedMap<IntentKey, SortedMap<HybridStamp, IntentEntry>> entries) {

    /** Rule G7: of concurrent entries an edit beats a deletion, else the higher stamp is in force. */
    private static final Comparator<IntentEntry> PRECEDENCE = Comparator.<IntentEntry>comparingInt(
                    entry -> entry.tombstone() ? 0 : 1)
            .thenComparing(IntentEntry::stamp);

    public IntentBook {
        entries = Frozen.map(entries);
    }

    public static IntentBook empty() {
        return new IntentBook(new TreeMap<>());
    }

    /** The entry that this writer would add now, covering all that is held of its key. */
    public IntentEntry write(IntentKey key, HybridStamp stamp, Optional<String> body, String author) {
        SortedMap<ControllerId, HybridStamp> covers = new TreeMap<>();
        for (IntentEntry held : uncovered(key)) {
            held.covers().forEach((writer, highest) -> covers.merge(writer, highest, HybridStamp::later));
            covers.merge(held.stamp().writer(), held.stamp(), HybridStamp::later);
        }
        return new IntentEntry(key, stamp, covers, body, author);
    }

    public IntentBook merge(IntentEntry entry) {
        return merge(List.of(entry));
    }

    public IntentBook merge(IntentBook other) {
        return merge(other.all());
    }

    /** Merges all of these at the cost of one copy of the book. */
    public IntentBook merge(Collection<IntentEntry> others) {
        SortedMap<IntentKey, SortedMap<HybridStamp, IntentEntry>> next = new TreeMap<>(entries);
        boolean changed = false;
        for (IntentEntry entry : others) {
            Collection<IntentEntry> held =
                    next.getOrDefault(entry.key(), Collections.emptySortedMap()).values();
            if (held.stream().noneMatch(other -> other.stamp().equals(entry.stamp()) || other.covers(entry))) {
                SortedMap<HybridStamp, IntentEntry> kept = new TreeMap<>();
                held.stream().filter(other -> !entry.covers(other)).forEach(other -> kept.put(other.stamp(), other));
                kept.put(entry.stamp(), entry);
                next.put(entry.key(), Frozen.map(kept));
                changed = true;
            }
        }
        return changed ? new IntentBook(next) : this;
    }

    /** The entry in force for a key; a tombstone in force means that the key is deleted. */
    public Optional<IntentEntry> inForce(IntentKey key) {
        return uncovered(key).stream().max(PRECEDENCE);
    }

    /** The concurrent entries that are not in force: what a person must be shown as a conflict. */
    public List<IntentEntry> conflicts(IntentKey key) {
        return inForce(key)
                .map(winner -> uncovered(key).stream()
                        .filter(entry -> !entry.equals(winner))
                        .toList())
                .orElse(List.of());
    }

    /** The keys of which people must be shown more than one version: two deletions of one thing are no conflict. */
    public SortedSet<IntentKey> contested() {
        SortedSet<IntentKey> contested = new TreeSet<>();
        entries.forEach((key, versions) -> {
            if (versions.size() > 1 && versions.values().stream().anyMatch(entry -> !entry.tombstone())) {
                contested.add(key);
            }
        });
        return contested;
    }

    /** Every key's entry in force that is no deletion, of one kind. */
    public List<IntentEntry> living(String kind) {
        return entries.keySet().stream()
                .filter(key -> key.kind().equals(kind))
                .flatMap(key -> inForce(key).stream())
                .filter(entry -> !entry.tombstone())
                .toList();
    }

    public Collection<IntentEntry> uncovered(IntentKey key) {
        return entries.getOrDefault(key, Collections.emptySortedMap()).values();
    }

    public List<IntentEntry> all() {
        List<IntentEntry> all = new ArrayList<>();
        entries.values().forEach(versions -> all.addAll(versions.values()));
        return List.copyOf(all);
    }

    /** The book without these tombstones, whose life is over. An entry that is no tombstone stays. */
    public IntentBook forget(Collection<IntentKey> expired) {
        SortedMap<IntentKey, SortedMap<HybridStamp, IntentEntry>> next = new TreeMap<>(entries);
        for (IntentKey key : expired) {
            if (uncovered(key).stream().allMatch(IntentEntry::tombstone)) {
                next.remove(key);
            }
        }
        return new IntentBook(next);
    }
}
