package io.counterweight.engine.evidence;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * What a reader remembers of a site's silence (rule E2).
 *
 * @param staleSince when it fell silent; empty while it is fresh
 * @param electorate who votes on it; frozen while it is stale
 */
public record SiteMemory(OptionalLong staleSince, SortedSet<Site> electorate) {

    public SiteMemory {
        electorate = Frozen.set(electorate);
    }

    /** After a stall of the reader's own: a silence counts from now on. */
    SiteMemory restart(long now) {
        return new SiteMemory(staleSince.isPresent() ? OptionalLong.of(now) : staleSince, electorate);
    }

    /** Whether the site was silent for the whole of {@code memory} at {@code now}. */
    boolean goneFor(long memoryMillis, long now) {
        return staleSince.isPresent() && now - staleSince.getAsLong() >= memoryMillis;
    }
}
