package io.counterweight.simulation;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import java.util.List;

/** The worlds that the scenarios begin in: shop in east and west, half each, in calm. */
final class Worlds {

    static final long CALM_MILLIS = 6_000;

    private Worlds() {}

    static Policies shop() {
        return Policies.weighted("shop").in("east", 1, "e1", "e2").in("west", 1, "w1", "w2");
    }

    static Cluster withWitness(Policy... policies) {
        return calm(Cluster.of(
                Topologies.of("east", "west").and("witness"), List.of("east/a", "west/a", "witness/a"), policies));
    }

    static Cluster withoutWitness(Policy... policies) {
        return calm(Cluster.of(Topologies.of("east", "west").alone(), List.of("east/a", "west/a"), policies));
    }

    static Cluster ofSiblings(Policy... policies) {
        return calm(Cluster.of(
                Topologies.of("east", "west").and("witness"),
                List.of("east/a", "east/b", "west/a", "west/b", "witness/a"),
                policies));
    }

    static Cluster calm(Cluster cluster) {
        return cluster.run(CALM_MILLIS);
    }

    /** No word and no probe passes between these two sites. */
    static void part(Cluster cluster, String one, String other) {
        cluster.network().cutBothLinks(one, other);
        cluster.network().cutProbes(one, other);
        cluster.network().cutProbes(other, one);
    }

    /** Counts the steps in which this controller's answers differ from the step before. */
    static int[] changes(Cluster cluster, String controller, String service) {
        int[] changes = {0};
        Object[] before = {Views.weights(cluster, controller, service)};
        cluster.watch(() -> {
            Object now = Views.weights(cluster, controller, service);
            changes[0] += now.equals(before[0]) ? 0 : 1;
            before[0] = now;
        });
        return changes;
    }

    /** The highest weight that this controller answers for this datacenter from now on. */
    static int[] highest(Cluster cluster, String controller, String datacenter) {
        int[] highest = {0};
        cluster.watch(() -> {
            if (cluster.node(controller).running().isPresent()) {
                highest[0] = Math.max(highest[0], Views.weight(cluster, controller, "shop", datacenter));
            }
        });
        return highest;
    }
}
