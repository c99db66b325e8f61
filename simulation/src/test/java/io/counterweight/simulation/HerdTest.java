package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thousand services that die and come back together: they share one ceiling. */
class HerdTest {

    private static final int MANY = 1_000;
    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(1), List.of(50, 100), Duration.ofSeconds(1), Failback.AUTOMATIC);
    private static final Silence SOON = new Silence(OnSilence.DRAIN, Duration.ofSeconds(2), Duration.ofSeconds(1));
    private static final Safety ONE_SHIFT = new Safety(1, 0.5, 1, Duration.ofMinutes(10));

    private static Cluster ofMany() {
        Policy[] policies = IntStream.range(0, MANY)
                .mapToObj(i -> Policies.weighted("s" + i)
                        .in("east", 1, "e")
                        .in("west", 1, "w")
                        .shifting(QUICK)
                        .silence(SOON)
                        .safety(ONE_SHIFT)
                        .build())
                .toArray(Policy[]::new);
        return Cluster.of(Topologies.of("east", "west").alone(), List.of("east/a", "west/a"), policies)
                .run(3_000);
    }

    @Test
    @Rule({"W3", "W4"})
    void herdReturn() {
        Cluster cluster = ofMany();
        cluster.powerOff("west");
        cluster.until(6_000, () -> western(cluster).equals(new TreeSet<>(List.of(0))));
        SortedSet<Integer> seen = new TreeSet<>();
        int[] apart = {0};
        cluster.watch(() -> {
            seen.addAll(western(cluster));
            apart[0] += western(cluster).size() > 1 ? 1 : 0;
        });

        cluster.powerOn("west");
        cluster.until(12_000, () -> western(cluster).equals(new TreeSet<>(List.of(500))));

        assertEquals(new TreeSet<>(List.of(0, 250, 500)), seen, "all of them by the steps of their policies");
        assertEquals(0, apart[0], "and no service a step ahead of the others");
        assertEquals(
                1,
                cluster.node("west/a")
                        .controller()
                        .state()
                        .safety()
                        .budget()
                        .agesMillis()
                        .size(),
                "one shift, though there are a thousand");
    }

    @Test
    @Rule({"W3", "W5"})
    void inAHerdCalleesReturnBeforeCallers() {
        Policy[] policies = IntStream.range(0, 200)
                .mapToObj(i -> Policies.weighted("s" + i)
                        .in("east", 1, "e")
                        .in("west", 1, "w")
                        .shifting(QUICK)
                        .silence(SOON)
                        .needs(i % 2 == 0 ? new String[0] : new String[] {"s" + (i - 1), "s0"})
                        .build())
                .toArray(Policy[]::new);
        Cluster cluster = Cluster.of(Topologies.of("east", "west").alone(), List.of("east/a", "west/a"), policies)
                .run(3_000);
        cluster.powerOff("west");
        cluster.until(6_000, () -> western(cluster).equals(new TreeSet<>(List.of(0))));
        int[] ahead = {0};
        int[] behind = {0};
        cluster.watch(() -> {
            int callee = Views.weight(cluster, "east/a", "s0", "west");
            int caller = Views.weight(cluster, "east/a", "s1", "west");
            ahead[0] += caller > callee ? 1 : 0;
            behind[0] += caller < callee ? 1 : 0;
        });

        cluster.powerOn("west");
        cluster.until(15_000, () -> western(cluster).equals(new TreeSet<>(List.of(500))));

        assertEquals(0, ahead[0], "no caller is ahead of its callee");
        assertTrue(behind[0] > 0, "callees come first");
    }

    /** The weights that east gives to west, of all services. */
    private static SortedSet<Integer> western(Cluster cluster) {
        SortedSet<Integer> weights = new TreeSet<>();
        for (ServicePlan plan :
                cluster.node("east/a").controller().served().services().values()) {
            weights.add(Cluster.weight(plan, Site.of("west")));
        }
        return weights;
    }
}
