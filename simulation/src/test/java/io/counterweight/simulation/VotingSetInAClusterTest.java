package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Datacenters come and go (rule G9). */
@Rule("G9")
class VotingSetInAClusterTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(5), Failback.AUTOMATIC);

    private final Cluster cluster =
            Worlds.withWitness(Worlds.shop().shifting(QUICK).build());

    private static Topology three() {
        return Topologies.changed(Topologies.of("east", "north", "west").and("witness"));
    }

    private static Policies inThree() {
        return Worlds.shop().shifting(QUICK).in("north", 2, "n1");
    }

    @Test
    void aFirstStartOpensAtOnce() {
        assertEquals(Map.of("east", 500, "west", 500), Views.weights(cluster, "east/a", "shop"));
    }

    @Test
    @Rule("W3")
    void aDatacenterEntersAtNothingAndClimbs() {
        cluster.topology("east/a", three());
        cluster.policy("east/a", inThree().build());
        cluster.run(2_000);
        int[] early = {0};
        cluster.add("north/a");
        cluster.start("north/a");
        long[] enteredAt = {cluster.now()};
        cluster.watch(() -> early[0] +=
                cluster.now() - enteredAt[0] < 5_000 && Views.weight(cluster, "east/a", "shop", "north") > 0 ? 1 : 0);

        cluster.until(12_000, () -> Views.weight(cluster, "east/a", "shop", "north") == 250);
        cluster.until(7_000, () -> Views.weight(cluster, "west/a", "shop", "north") == 500);

        assertEquals(0, early[0], "nothing before its hold-down is over");
    }

    @Test
    @Rule("W3")
    void aDatacenterThatJoinsARunningServiceEntersAtNothingToo() {
        cluster.topology("east/a", three());
        cluster.add("north/a");
        cluster.start("north/a");
        cluster.run(10_000);

        cluster.policy("east/a", inThree().build());
        cluster.run(4_000);

        assertEquals(0, Views.weight(cluster, "east/a", "shop", "north"));
        cluster.until(4_000, () -> Views.weight(cluster, "east/a", "shop", "north") == 250);
        cluster.until(7_000, () -> Views.weight(cluster, "west/a", "shop", "north") == 500);
    }

    @Test
    void addAndRemoveADatacenterDuringACut() {
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("east", "witness");
        int[] east = Worlds.changes(cluster, "east/a", "shop");
        cluster.topology("west/a", three());
        cluster.policy("west/a", inThree().build());
        cluster.add("north/a");
        cluster.network().cutBothLinks("east", "north");
        cluster.start("north/a");
        cluster.until(30_000, () -> Views.weight(cluster, "west/a", "shop", "north") == 500);
        assertEquals(0, east[0], "who does not know of it goes on as before");

        cluster.override("west/a", Operators.drain("d", "north", 3_600_000));
        cluster.until(1_000, () -> Views.weight(cluster, "west/a", "shop", "north") == 0);
        cluster.topology(
                "west/a",
                Topologies.changed(
                        Topologies.changed(Topologies.of("east", "west").and("witness"))));
        cluster.policy("west/a", Worlds.shop().shifting(QUICK).build());
        cluster.run(10_000);
        cluster.kill("north/a");
        cluster.network().mendAll();
        cluster.run(20_000);

        assertEquals(0, east[0], "the voting set is one again, and east never moved");
        assertEquals(Map.of("east", 500, "west", 500), Views.weights(cluster, "west/a", "shop"));
    }

    @Test
    void whoComesBackIntoTheVotingSetClimbsAgain() {
        cluster.topology("east/a", three());
        cluster.policy("east/a", inThree().build());
        cluster.add("north/a");
        cluster.start("north/a");
        cluster.until(30_000, () -> Views.weight(cluster, "east/a", "shop", "north") == 500);
        cluster.topology(
                "east/a", Topologies.changed(Topologies.of("east", "west").and("witness")));
        cluster.run(5_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "north"), "no datacenter of the voting set");

        cluster.topology("east/a", three());
        cluster.run(4_000);

        assertEquals(0, Views.weight(cluster, "east/a", "shop", "north"), cluster::toString);
        cluster.until(20_000, () -> Views.weight(cluster, "east/a", "shop", "north") == 500);
    }
}
