package io.counterweight.engine.explain;

import io.counterweight.engine.name.Site;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The decision that gave a datacenter the weight that it has.
 *
 * @param decision its number in the journal
 * @param wallMillis when it was made, for display
 * @param set false where it is only the oldest decision kept that knows this weight: it may be older
 */
public record Origin(long decision, long wallMillis, boolean set) {
    /** A decision as the journal keeps it, as far as its weights go. */
    public record Made(
            long decision, long wallMillis, SortedMap<Site, Integer> before, SortedMap<Site, Integer> after) {
        private boolean gave(Site site, Integer weight) {
            return weight.equals(after.get(site)) && !weight.equals(before.get(site));
        }
    }

    /**
     * The origin of each of these weights; a datacenter is missing where no decision is kept.
     *
     * @param latestFirst the decisions on this service, as far back as they were read
     */
    public static SortedMap<Site, Origin> of(SortedMap<Site, Integer> weights, Collection<Made> latestFirst) {
        SortedMap<Site, Origin> origins = new TreeMap<>();
        weights.forEach((site, weight) -> {
            for (Made made : latestFirst) {
                boolean found = made.gave(site, weight);
                if (found || weight.equals(made.after().get(site))) {
                    origins.put(site, new Origin(made.decision(), made.wallMillis(), found));
                }
                if (found || !weight.equals(made.after().get(site))) {
                    return;
                }
            }
        });
        return origins;
    }
}
