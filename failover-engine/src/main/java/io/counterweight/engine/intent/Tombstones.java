package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One controller's count of how long it has held each deletion, and of how long it has not met each other controller (rule G7). All
 * of it is counted in this controller's uptime, so that neither a wrong wall clock nor a long power cut ends a deletion early.
 * Immutable.
 *
 * <p>While a deletion lives, it covers what it deleted wherever that turns up. Once it is forgotten, a controller that was away all
 * the time would bring the deleted back. So whoever was not met for more than half a life is asked to yield (see {@link Yield}),
 * and until it has, nothing is taken from its site.
 *
 * @param uptimeMillis of this controller, in all its lives
 * @param since the uptime at which each deletion that is held was first held
 * @param forgotten the uptime at which deletions were forgotten that others may still offer: they are not taken again
 * @param met the uptime at which each other controller was last exchanged with, in both directions
 */
public record Tombstones(
        long uptimeMillis,
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> since,
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> forgotten,
        SortedMap<ControllerId, Long> met) {

    /** How long a deletion is held. */
    public static final Duration LIFE = Duration.ofDays(30);

    /**
     * Who was met of late.
     *
     * @param exchanging who is heard now and echoes this controller ({@code Facts.exchanging})
     * @param yielded the demands that others say they have yielded to, by who says so
     */
    public record Meetings(Set<ControllerId> exchanging, Map<ControllerId, Long> yielded) {
        public Meetings {
            exchanging = Set.copyOf(exchanging);
            yielded = Map.copyOf(yielded);
        }
    }

    public Tombstones {
        since = copy(since);
        forgotten = copy(forgotten);
        met = Frozen.map(met);
    }

    public static Tombstones none() {
        return new Tombstones(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /**
     * Goes on counting.
     *
     * @param elapsedMillis since the last call, on the monotonic clock
     */
    public Tombstones advance(IntentBook book, long elapsedMillis, Meetings meetings, Duration life) {
        long uptime = uptimeMillis + elapsedMillis;
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> held = new TreeMap<>();
        for (IntentEntry entry : book.all()) {
            if (entry.tombstone()) {
                put(held, entry, at(since, entry, uptime));
            }
        }
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> ignored = new TreeMap<>();
        forgotten.forEach((key, stamps) -> stamps.forEach((stamp, at) -> {
            if (uptime - at <= life.toMillis() / 2) {
                ignored.computeIfAbsent(key, each -> new TreeMap<>()).put(stamp, at);
            }
        }));
        Tombstones counted = new Tombstones(uptime, held, ignored, met);
        SortedMap<ControllerId, Long> meets = new TreeMap<>(met);
        SortedMap<ControllerId, Long> demands = counted.demands(life);
        for (ControllerId controller : meetings.exchanging()) {
            Long demanded = demands.get(controller);
            if (demanded == null || demanded.equals(meetings.yielded().get(controller))) {
                meets.put(controller, uptime);
            }
        }
        return new Tombstones(uptime, held, ignored, meets);
    }

    /** The keys of which nothing is held but deletions whose life is over. */
    public List<IntentKey> expired(IntentBook book, Duration life) {
        return book.entries().keySet().stream()
                .filter(key -> book.uncovered(key).stream()
                        .allMatch(entry ->
                                entry.tombstone() && uptimeMillis - at(since, entry, uptimeMillis) >= life.toMillis()))
                .toList();
    }

    /** After the deletions of these keys have been forgotten; {@code book} still holds them. */
    public Tombstones forget(IntentBook book, Collection<IntentKey> keys) {
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> held = new TreeMap<>(since);
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> ignored = new TreeMap<>(forgotten);
        for (IntentKey key : keys) {
            held.remove(key);
            SortedMap<HybridStamp, Long> stamps = new TreeMap<>(ignored.getOrDefault(key, new TreeMap<>()));
            book.uncovered(key).forEach(entry -> stamps.put(entry.stamp(), uptimeMillis));
            ignored.put(key, stamps);
        }
        return new Tombstones(uptimeMillis, held, ignored, met);
    }

    /** Whether this is a deletion that was forgotten here, and must not be taken again from one who still holds it. */
    public boolean ignores(IntentEntry entry) {
        return entry.tombstone()
                && forgotten.getOrDefault(entry.key(), new TreeMap<>()).containsKey(entry.stamp());
    }

    /** After a deletion that is ignored was offered once more: it goes on being ignored for as long as anybody holds it. */
    public Tombstones offered(IntentEntry entry, Duration life) {
        if (!ignores(entry) || uptimeMillis - at(forgotten, entry, uptimeMillis) < life.toMillis() / 4) {
            return this;
        }
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> ignored = new TreeMap<>(forgotten);
        ignored.put(entry.key(), new TreeMap<>(ignored.getOrDefault(entry.key(), new TreeMap<>())));
        put(ignored, entry, uptimeMillis);
        return new Tombstones(uptimeMillis, since, ignored, met);
    }

    /** Who must yield, and the number by which it says that it has: the uptime of the last exchange. */
    public SortedMap<ControllerId, Long> demands(Duration life) {
        SortedMap<ControllerId, Long> demands = new TreeMap<>();
        met.forEach((controller, at) -> {
            if (uptimeMillis - at > life.toMillis() / 2) {
                demands.put(controller, at);
            }
        });
        return demands;
    }

    /**
     * Whether intents may be taken out of a site's mailboxes: not while all of its controllers that were ever met must yield. One
     * that comes back to living siblings yields to them.
     */
    public boolean takesFrom(Site site, Duration life) {
        Set<ControllerId> demanded = demands(life).keySet();
        List<ControllerId> known =
                met.keySet().stream().filter(each -> each.site().equals(site)).toList();
        return known.isEmpty() || !demanded.containsAll(known);
    }

    private static long at(
            SortedMap<IntentKey, SortedMap<HybridStamp, Long>> times, IntentEntry entry, long otherwise) {
        return times.getOrDefault(entry.key(), new TreeMap<>()).getOrDefault(entry.stamp(), otherwise);
    }

    private static void put(SortedMap<IntentKey, SortedMap<HybridStamp, Long>> times, IntentEntry entry, long at) {
        times.computeIfAbsent(entry.key(), key -> new TreeMap<>()).put(entry.stamp(), at);
    }

    private static SortedMap<IntentKey, SortedMap<HybridStamp, Long>> copy(
            SortedMap<IntentKey, SortedMap<HybridStamp, Long>> times) {
        SortedMap<IntentKey, SortedMap<HybridStamp, Long>> copy = new TreeMap<>();
        times.forEach((key, stamps) -> copy.put(key, Frozen.map(stamps)));
        return Frozen.map(copy);
    }
}
