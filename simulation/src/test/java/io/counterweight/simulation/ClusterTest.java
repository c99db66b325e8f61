package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The virtual cluster itself: calm is calm. */
class ClusterTest {

    @Test
    void calmServesThePolicyEverywhere() {
        Cluster cluster = Cluster.of(
                Topologies.of("east", "west").and("witness"),
                List.of("east/a", "east/b", "west/a", "west/b", "witness/a"),
                Policies.weighted("shop")
                        .in("east", 1, "e1", "e2")
                        .in("west", 1, "w1", "w2")
                        .build());

        cluster.run(5_000);

        for (Node node : cluster.nodes()) {
            assertEquals(
                    Map.of("east", 500, "west", 500),
                    Views.weights(cluster, node.id.toString(), "shop"),
                    cluster::toString);
        }
    }
}
