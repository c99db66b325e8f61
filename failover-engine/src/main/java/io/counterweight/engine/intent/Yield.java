package io.counterweight.engine.intent;

import io.counterweight.engine.name.ControllerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a controller yields to a peer that it has not met for more than half a tombstone's life (rule G7).
 *
 * <p>What the peer once held and holds nothing of any more was deleted there, and the deletion may be forgotten by now: it is deleted
 * here too. What the peer never held, such as a person's write during the absence, is nobody's deletion and stays. When both were
 * cut off from each other, both may yield, and neither loses a write.
 */
public final class Yield {

    /** The deletions to write, in order, and the clock after them. */
    public record Yielded(List<IntentEntry> deletions, HybridClock clock) {
        public Yielded {
            deletions = List.copyOf(deletions);
        }
    }

    private Yield() {}

    /**
     * What to delete.
     *
     * @param once the stamps that the peer said it held, by key, when last heard before
     * @param now the stamps that it says it holds, in the word that asks to yield
     */
    public static Yielded to(
            Map<IntentKey, ? extends Collection<HybridStamp>> once,
            Map<IntentKey, ? extends Collection<HybridStamp>> now,
            IntentBook own,
            HybridClock clock,
            long wallMillis) {
        HybridClock next = clock;
        List<IntentEntry> deletions = new ArrayList<>();
        for (IntentKey key : own.entries().keySet()) {
            List<IntentEntry> gone = now.containsKey(key) ? List.of() : gone(own, key, once.get(key));
            if (!gone.isEmpty()) {
                next = next.tick(wallMillis);
                deletions.add(deletion(key, gone, next.stamp()));
            }
        }
        return new Yielded(deletions, next);
    }

    private static List<IntentEntry> gone(IntentBook own, IntentKey key, @Nullable Collection<HybridStamp> onceHeld) {
        if (onceHeld == null) {
            return List.of();
        }
        return own.uncovered(key).stream()
                .filter(entry -> !entry.tombstone() && onceHeld.contains(entry.stamp()))
                .toList();
    }

    /** It covers these entries alone: a concurrent edit that the peer never held stays in force. */
    private static IntentEntry deletion(IntentKey key, List<IntentEntry> gone, HybridStamp stamp) {
        SortedMap<ControllerId, HybridStamp> covers = new TreeMap<>();
        for (IntentEntry entry : gone) {
            entry.covers().forEach((writer, highest) -> covers.merge(writer, highest, HybridStamp::later));
            covers.merge(entry.stamp().writer(), entry.stamp(), HybridStamp::later);
        }
        return new IntentEntry(key, stamp, covers, Optional.empty(), "counterweight");
    }
}
