package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Automation that a recent drill must arm (rule W4), in a whole cluster. */
@Rule("W4")
class ArmingInAClusterTest {

    private static final List<String> ALL = List.of("east/a", "west/a", "witness/a");
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final Cluster cluster = Worlds.withWitness(Worlds.shop().build());

    private void drillsAreAskedFor() {
        DeploymentSafety usual = DeploymentSafety.defaults();
        cluster.deployment(
                "west/a",
                new DeploymentSafety(
                        usual.maxShifts(),
                        usual.shiftWindow(),
                        usual.maxAtOnce(),
                        usual.massFailure(),
                        Optional.of(WITHIN)));
        cluster.run(2_000);
    }

    private void passes(String by, String id) {
        cluster.drill(
                by,
                new Drill(
                        id,
                        Optional.empty(),
                        Optional.of(Site.of("east")),
                        true,
                        "left east within 2 s",
                        "ann",
                        3_600_000));
        cluster.run(2_000);
    }

    private void everywhere(int east) {
        for (String controller : ALL) {
            assertEquals(
                    Map.of("east", east, "west", 1000 - east),
                    Views.weights(cluster, controller, "shop"),
                    () -> controller + ", " + cluster);
        }
    }

    private boolean disarmed(String controller) {
        return Views.decision(cluster, controller).alarms().containsKey("disarmed:" + controller);
    }

    @Test
    void aFractionLowersNothingAnywhereUntilADrillHasPassed() {
        drillsAreAskedFor();
        cluster.applications().fail("shop", "east", "e1");
        cluster.run(4_000);
        everywhere(500);
        assertTrue(ALL.stream().allMatch(this::disarmed), cluster::toString);

        passes("west/a", "d1");

        everywhere(250);
    }

    @Test
    void everybodyForgetsADrillAtTheSameTimeThoughOneRestarts() {
        drillsAreAskedFor();
        passes("west/a", "d1");
        cluster.run(20_000);
        cluster.kill("east/a");
        cluster.run(2_000);
        cluster.start("east/a");
        cluster.run(10_000);
        cluster.applications().fail("shop", "east", "e1");
        cluster.run(4_000);
        everywhere(250);

        cluster.run(60_000);
        everywhere(500);
    }

    @Test
    void aDrillThatWasRecordedOnOneSideOfACutArmsBothOnceItHeals() {
        drillsAreAskedFor();
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("west", "witness");
        passes("west/a", "d1");
        cluster.network().mendAll();
        cluster.run(5_000);
        cluster.applications().fail("shop", "east", "e1");
        cluster.run(4_000);

        everywhere(250);
    }

    @Test
    @Rule("E3")
    void aLossAsksForNoDrillAndItsReturnWaitsForAPerson() {
        drillsAreAskedFor();
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(4_000);
        everywhere(0);
        cluster.applications().mend("shop", "east", "e1", "e2");
        cluster.run(60_000);
        everywhere(0);
        assertEquals(Phase.LATCHED, Views.ceiling(cluster, "east/a", "shop").phase());

        cluster.override("west/a", Operators.release("r", "shop", "east", 1));
        cluster.until(200_000, () -> Views.weight(cluster, "west/a", "shop", "east") == 500);
    }
}
