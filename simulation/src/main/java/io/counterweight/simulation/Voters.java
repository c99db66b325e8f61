package io.counterweight.simulation;

import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;

/** Rule E2, counted anew beside the engine: how many may vote on whoever falls silent, as one controller has heard the others. */
final class Voters {

    private final Node node;
    private final Map<Site, Long> heardAt = new HashMap<>();
    private final Map<Site, Long> frozen = new HashMap<>();
    private long turnedAt;

    /** A controller that has just started counts everybody in. */
    Voters(Node node) {
        this.node = node;
        this.turnedAt = node.monotonic();
    }

    /** Looks at what the controller hears at this moment. */
    void note(Controller controller) {
        long now = node.monotonic();
        SortedSet<Site> sites = controller.intents().topology().sites();
        boolean stalled = now - turnedAt >= Controller.STALLED_MILLIS;
        turnedAt = now;
        for (Site site : sites) {
            boolean fresh = site.equals(node.id.site())
                    || !controller.facts().fresh(site, now).isEmpty();
            if (fresh || stalled || !heardAt.containsKey(site)) {
                heardAt.put(site, now);
            }
        }
        for (Site site : sites) {
            boolean fresh = site.equals(node.id.site())
                    || !controller.facts().fresh(site, now).isEmpty();
            if (fresh) {
                frozen.remove(site);
            } else {
                frozen.computeIfAbsent(site, unseen -> voters(sites, site, now));
            }
        }
    }

    /** The number of its voters: frozen while it is silent. */
    long electorate(Site site) {
        return frozen.getOrDefault(site, voters(heardAt.keySet(), site, node.monotonic()));
    }

    private long voters(Iterable<Site> sites, Site on, long now) {
        long memory = 29_000;
        long voters = 0;
        for (Site site : sites) {
            voters += !site.equals(on) && now - heardAt.getOrDefault(site, now) < memory ? 1 : 0;
        }
        return voters;
    }
}
