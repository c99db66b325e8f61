package io.counterweight.simulation;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who was really not served where, as one knows who sees the whole world: the truth behind the votes. A vantage whose failure is its
 * own (nothing near or outside answers it) was not refused by anybody (rule E4), and one that does not hear a datacenter which speaks
 * has no say on it (rule E1).
 */
final class Reach {

    /** Its own misses are not noticed at once: its word counts for so long, and for a moment when they are over. */
    private static final long NOTICED_MILLIS = 3_000 + 4 * Cluster.STEP_MILLIS;

    private record View(Site vantage, Placement place) {}

    private final Cluster cluster;
    private final Map<View, Long> unservedAt = new HashMap<>();
    private final Map<View, Long> unservedWhileHeardAt = new HashMap<>();
    private final Map<Site, Long> troubledAt = new HashMap<>();
    private final Map<Placement, Long> failedAt = new HashMap<>();
    private final Map<Placement, Long> deadInsideSince = new HashMap<>();
    private final Map<Placement, Long> brokenSince = new HashMap<>();
    private final Map<Site, Long> darkSince = new HashMap<>();
    private final Map<Cluster, Long> wholeSince = new HashMap<>();
    private final Map<Site, Long> worksSince = new HashMap<>();
    private final Map<Site, Long> unpoweredSince = new HashMap<>();
    private final Map<Node, Long> aloneSince = new HashMap<>();

    Reach(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Looks at this moment. */
    void note(Map<ServiceName, Policy> policies) {
        since(wholeSince, cluster, cluster.network().whole());
        policies.values().forEach(policy -> policy.datacenters().keySet().forEach(site -> note(policy, site)));
        policies.values().forEach(policy -> policy.datacenters().keySet().stream()
                .filter(site -> !cluster.serves(policy, site))
                .forEach(site -> failedAt.put(new Placement(policy.service(), site), cluster.now())));
        cluster.nodes().forEach(node -> {
            since(unpoweredSince, node.id.site(), !cluster.applications().powered(node.id.site()));
            since(aloneSince, node, hearsNobody(node) && !cluster.network().anchorsAnswer(node.id.site()));
        });
        Set<Site> vantages = new HashSet<>();
        cluster.nodes().forEach(node -> vantages.add(node.id.site()));
        for (Site vantage : vantages) {
            since(worksSince, vantage, cluster.at(vantage.value()).stream().anyMatch(Node::works));
            if (troubled(vantage)) {
                troubledAt.put(vantage, cluster.now());
            }
            boolean answered = answered(vantage);
            boolean dark = !answered || darkSince.containsKey(vantage);
            since(darkSince, vantage, !answered);
            if (!lasts(darkSince, vantage, NOTICED_MILLIS)) {
                policies.values().forEach(policy -> policy.datacenters().keySet().stream()
                        .filter(site -> !site.equals(vantage))
                        .filter(site ->
                                dark || !cluster.network().probes(vantage, site) || !cluster.serves(policy, site))
                        .forEach(site -> unserved(vantage, new Placement(policy.service(), site))));
            }
        }
    }

    private void note(Policy policy, Site site) {
        Placement place = new Placement(policy.service(), site);
        boolean near = cluster.at(site.value()).stream()
                .allMatch(node -> cluster.network().controlTargetsAnswer(node.id));
        boolean dead = Optional.ofNullable(policy.datacenters().get(site)).stream()
                .flatMap(here -> here.endpoints().keySet().stream())
                .noneMatch(endpoint -> cluster.applications().serves(place, endpoint));
        boolean powered = cluster.applications().powered(site);
        since(deadInsideSince, place, near && powered && dead);
        since(brokenSince, place, powered && !cluster.serves(policy, site));
    }

    private <K> void since(Map<K, Long> map, K subject, boolean holds) {
        if (holds) {
            map.putIfAbsent(subject, cluster.now());
        } else {
            map.remove(subject);
        }
    }

    private <K> boolean lasts(Map<K, Long> since, K subject, long millis) {
        return cluster.now() - since.getOrDefault(subject, cluster.now()) >= millis;
    }

    /** For so long none of its endpoints has answered, though everything near its controllers does. */
    boolean deadInside(Placement place, long millis) {
        return lasts(deadInsideSince, place, millis);
    }

    /** For so long nobody has been served there, though it has power and no way is cut anywhere. */
    boolean brokenOutside(Placement place, long millis) {
        return lasts(brokenSince, place, millis) && lasts(wholeSince, cluster, millis);
    }

    /** For so long the site has had no power, while no way is cut anywhere. */
    boolean deadOutside(Site site, long millis) {
        return lasts(unpoweredSince, site, millis) && lasts(wholeSince, cluster, millis);
    }

    /** For so long it has heard no other site, and its anchors were silent. */
    boolean alone(Node node, long millis) {
        return lasts(aloneSince, node, millis);
    }

    private static boolean hearsNobody(Node node) {
        return node.works()
                && node.controller().facts().reports().values().stream()
                        .noneMatch(held -> !held.report().writer().site().equals(node.id.site())
                                && node.controller().facts().fresh(held, node.monotonic()));
    }

    /** For so long some controller there has worked. */
    boolean works(Site vantage, long millis) {
        return lasts(worksSince, vantage, millis);
    }

    private void unserved(Site vantage, Placement place) {
        View view = new View(vantage, place);
        unservedAt.put(view, cluster.now());
        if (hears(vantage, place.datacenter())) {
            unservedWhileHeardAt.put(view, cluster.now());
        }
    }

    /** Whether any word from there came lately: whoever has started does not take the first for fresh, but echoes it. */
    private boolean hears(Site vantage, Site other) {
        return cluster.at(vantage.value()).stream().anyMatch(node -> node.running()
                .map(Controller::facts)
                .filter(facts -> facts.of(other).stream()
                        .anyMatch(held -> node.monotonic() - held.advancedAt() <= facts.stalenessMillis()))
                .isPresent());
    }

    /** Whether anything near and outside answers some controller there: else its misses are its own. */
    private boolean answered(Site vantage) {
        return cluster.at(vantage.value()).stream()
                .anyMatch(node -> node.works() && cluster.network().controlTargetsAnswer(node.id));
    }

    /** How many vantages were not served there within the last so many milliseconds. */
    long unserved(Placement place, long lately) {
        return count(unservedAt, place, lately);
    }

    /** Those of them that heard the datacenter all the same. */
    long unservedWhileHeard(Placement place, long lately) {
        return count(unservedWhileHeardAt, place, lately);
    }

    /** Whether something at a datacenter itself may lately have confirmed a single vantage's word (rule E3). */
    boolean sign(Placement place, long lately) {
        long at = Math.max(
                troubledAt.getOrDefault(place.datacenter(), Long.MIN_VALUE / 2),
                failedAt.getOrDefault(place, Long.MIN_VALUE / 2));
        return cluster.measuresLoad() || cluster.now() - at <= lately;
    }

    private boolean troubled(Site site) {
        return !cluster.network().anchorsAnswer(site)
                || !cluster.network().probes(site, site)
                || cluster.at(site.value()).stream()
                        .anyMatch(node -> !node.works() || !cluster.network().controlTargetsAnswer(node.id));
    }

    private long count(Map<View, Long> times, Placement place, long lately) {
        return times.entrySet().stream()
                .filter(each -> each.getKey().place.equals(place) && cluster.now() - each.getValue() <= lately)
                .count();
    }
}
