package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits across all services and datacenters: two of three come back at the same moment. */
@Rule("W4")
class DeploymentLimitsTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(10), Failback.AUTOMATIC);
    private static final DeploymentSafety.MassFailure MASS =
            DeploymentSafety.defaults().massFailure();

    private final Cluster cluster = Worlds.calm(Cluster.of(
            Topologies.of("east", "north", "west").and("witness"),
            List.of("east/a", "north/a", "west/a", "witness/a"),
            service("shop"),
            service("ledger")));

    private static Policy service(String name) {
        return Policies.weighted(name)
                .in("east", 1, "e1")
                .in("north", 1, "n1")
                .in("west", 1, "w1")
                .shifting(QUICK)
                .build();
    }

    /** Shop fails in east and ledger in north, and both are well again at once. */
    private void twoFailAndComeBack() {
        cluster.applications().fail("shop", "east", "e1");
        cluster.applications().fail("ledger", "north", "n1");
        cluster.run(5_000);
        cluster.applications().mend("shop", "east", "e1");
        cluster.applications().mend("ledger", "north", "n1");
    }

    private int ramping() {
        return (ramps("east/a", "shop") ? 1 : 0) + (ramps("north/a", "ledger") ? 1 : 0);
    }

    private boolean ramps(String controller, String service) {
        return Views.ceiling(cluster, controller, service).phase() == Ceiling.Phase.SOAKING;
    }

    private boolean back() {
        return Views.ceiling(cluster, "east/a", "shop").share() == 1
                && Views.ceiling(cluster, "north/a", "ledger").share() == 1;
    }

    @Test
    void oneDatacenterRampsAfterTheOther() {
        cluster.deployment("west/a", new DeploymentSafety(20, Duration.ofMinutes(10), 1, MASS));
        cluster.run(1_000);
        int[] most = {0};
        cluster.watch(() -> most[0] = Math.max(most[0], ramping()));

        twoFailAndComeBack();
        cluster.run(2_000);
        cluster.until(60_000, this::back);

        assertEquals(1, most[0]);
    }

    @Test
    void withoutTheLimitTheyRampTogether() {
        int[] most = {0};
        cluster.watch(() -> most[0] = Math.max(most[0], ramping()));

        twoFailAndComeBack();
        cluster.run(2_000);
        cluster.until(60_000, this::back);

        assertEquals(2, most[0]);
    }

    @Test
    void whatOneDatacenterSpentTheOtherMayNotSpendAgain() {
        cluster.deployment("west/a", new DeploymentSafety(1, Duration.ofMinutes(2), 4, MASS));
        cluster.run(1_000);

        twoFailAndComeBack();
        cluster.run(40_000);

        assertEquals(1, Views.ceiling(cluster, "east/a", "shop").share(), "whose name comes first");
        assertEquals(0, Views.ceiling(cluster, "north/a", "ledger").share());
        assertTrue(
                Views.decision(cluster, "north/a").alarms().containsKey("failback-waits:ledger@north"),
                cluster::toString);
        saysThatItWaits("north/a", "the limit of all services: 1 returns of all datacenters in 120 s");
        saysThatItWaits("west/a", "a limit there");
        cluster.until(150_000, this::back);
    }

    private void saysThatItWaits(String controller, String why) {
        assertTrue(
                Views.record(cluster, controller, "ledger").steps().stream()
                        .anyMatch(step ->
                                step.rule().equals("W4") && step.text().equals("its return to north waits for " + why)),
                cluster::toString);
    }

    @Test
    @Rule("E3")
    void aLossWaitsForNoLimit() {
        cluster.deployment("west/a", new DeploymentSafety(1, Duration.ofHours(1), 1, MASS));
        twoFailAndComeBack();
        cluster.run(20_000);

        cluster.powerOff("west");
        cluster.until(10_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 0);
    }
}
