package io.counterweight.engine.evidence;

import io.counterweight.engine.name.Site;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rule E2: who votes on a datacenter. Frozen when it falls silent, so that no minority shrinks its quorum to itself. */
public final class Electorates {

    private Electorates() {}

    /**
     * The memories of all sites at {@code now}.
     *
     * @param fresh whether a site is heard now; the reader's own always is
     */
    public static SortedMap<Site, SiteMemory> advance(
            SortedMap<Site, SiteMemory> before,
            SortedSet<Site> sites,
            Predicate<Site> fresh,
            long memoryMillis,
            long now) {
        SortedMap<Site, SiteMemory> silence = new TreeMap<>();
        for (Site site : sites) {
            SiteMemory known = before.get(site);
            OptionalLong since = fresh.test(site) ? OptionalLong.empty() : silentSince(known, now);
            silence.put(site, new SiteMemory(since, known == null ? new TreeSet<>() : known.electorate()));
        }
        SortedMap<Site, SiteMemory> after = new TreeMap<>();
        silence.forEach((site, memory) -> {
            SiteMemory known = before.get(site);
            SortedSet<Site> voters = known != null && frozen(known, memory)
                    ? known.electorate()
                    : voters(site, silence, memoryMillis, now);
            SortedSet<Site> still = new TreeSet<>(voters);
            still.retainAll(sites);
            after.put(site, new SiteMemory(memory.staleSince(), still));
        });
        return after;
    }

    /** After a stall of the reader's own all silences count from now on; what was frozen stays frozen (rule G5). */
    public static SortedMap<Site, SiteMemory> restart(SortedMap<Site, SiteMemory> before, long now) {
        SortedMap<Site, SiteMemory> after = new TreeMap<>();
        before.forEach((site, memory) -> after.put(site, memory.restart(now)));
        return after;
    }

    private static boolean frozen(SiteMemory before, SiteMemory now) {
        return before.staleSince().isPresent() && now.staleSince().isPresent();
    }

    private static OptionalLong silentSince(@Nullable SiteMemory known, long now) {
        return known == null || known.staleSince().isEmpty() ? OptionalLong.of(now) : known.staleSince();
    }

    private static SortedSet<Site> voters(Site on, SortedMap<Site, SiteMemory> silence, long memoryMillis, long now) {
        SortedSet<Site> voters = new TreeSet<>();
        silence.forEach((site, memory) -> {
            if (!site.equals(on) && !memory.goneFor(memoryMillis, now)) {
                voters.add(site);
            }
        });
        return voters;
    }
}
