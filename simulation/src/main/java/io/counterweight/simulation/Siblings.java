package io.counterweight.simulation;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.name.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Rule G3: controllers of one datacenter that hear each other state one ceiling, whoever of them was cut off, stalled or started before.
 * Each counts by its own clock, so that one may be a step ahead for a moment.
 */
final class Siblings {

    private static final long SETTLES_MILLIS = 3_000;
    private static final long APART_MILLIS = 1_500;

    private record Pair(Controller one, Controller other, ServiceName service) {}

    private final Cluster cluster;
    private final Map<Pair, Long> apartSince = new HashMap<>();
    private final Lasting words = new Lasting();

    Siblings(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        long passing = words.since(cluster.network().wordsPass(), cluster.now());
        Set<Pair> apart = new HashSet<>();
        List<Node> settled = cluster.nodes().stream()
                .filter(node -> node.speaks() && cluster.now() - Math.max(passing, node.fitSince()) >= SETTLES_MILLIS)
                .toList();
        for (Node one : settled) {
            for (Node other : settled) {
                if (one.index < other.index && one.id.site().equals(other.id.site())) {
                    apart.addAll(apart(one.controller(), other.controller()));
                }
            }
        }
        apartSince.keySet().retainAll(apart);
        for (Pair pair : apart) {
            long since = apartSince.computeIfAbsent(pair, unseen -> cluster.now());
            if (cluster.now() - since > APART_MILLIS) {
                throw new Violation("rule G3: " + pair.one.id + " states "
                        + ceilings(pair.one).get(pair.service)
                        + " for " + pair.service + ", and " + pair.other.id + " "
                        + ceilings(pair.other).get(pair.service));
            }
        }
    }

    private static Set<Pair> apart(Controller one, Controller other) {
        Set<Pair> apart = new HashSet<>();
        SortedMap<ServiceName, Ceiling> others = ceilings(other);
        ceilings(one).forEach((service, ceiling) -> {
            Ceiling their = others.get(service);
            if (their != null && (their.epoch() != ceiling.epoch() || their.share() != ceiling.share())) {
                apart.add(new Pair(one, other, service));
            }
        });
        return apart;
    }

    private static SortedMap<ServiceName, Ceiling> ceilings(Controller controller) {
        return controller.last().orElseThrow().next().ceilings();
    }
}
