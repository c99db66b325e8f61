package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services that need one another (rule W5), in a whole cluster: web needs shop, which needs ledger. */
@Rule("W5")
class DependenciesInAClusterTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(3), List.of(50, 100), Duration.ofSeconds(3), Failback.AUTOMATIC);
    private static final List<String> CONTROLLERS = List.of("east/a", "west/a", "witness/a");

    private static Policy policy(String service, String... needs) {
        return Policies.weighted(service)
                .in("east", 1, "e1")
                .in("west", 1, "w1")
                .shifting(QUICK)
                .needs(needs)
                .build();
    }

    private final Cluster cluster =
            Worlds.withWitness(policy("web", "shop"), policy("shop", "ledger"), policy("ledger"));

    private void everybodyGives(String service, int east) {
        for (String controller : CONTROLLERS) {
            assertEquals(
                    Map.of("east", east, "west", 1000 - east),
                    Views.weights(cluster, controller, service),
                    () -> controller + " gives of " + service + "; " + cluster);
        }
    }

    private int east(String service) {
        return Views.weight(cluster, "west/a", service, "east");
    }

    @Test
    void aFailingCalleeMovesItsCallersAtEveryController() {
        cluster.applications().fail("ledger", "east", "e1");
        cluster.run(2_000);

        for (String service : List.of("web", "shop", "ledger")) {
            everybodyGives(service, 0);
        }
        assertTrue(Views.conclusion(cluster, "witness/a", "web", "east").condition() instanceof Condition.Stranded);
        assertTrue(
                Views.record(cluster, "west/a", "shop").steps().stream()
                        .anyMatch(step -> step.rule().equals("W5")
                                && step.text().equals("east leaves at once: it needs ledger, which is out there")),
                cluster::toString);
    }

    @Test
    void aCalleeWhosePathIsDownMovesItsCallersToo() {
        cluster.applications().breakIngress("ledger", "east");
        cluster.run(4_000);

        everybodyGives("web", 0);
        everybodyGives("shop", 0);
    }

    @Test
    @Rule("W3")
    void calleesReturnBeforeCallers() {
        cluster.applications().fail("ledger", "east", "e1");
        cluster.run(4_000);
        cluster.watch(() -> assertTrue(
                east("web") <= east("shop") && east("shop") <= east("ledger"),
                () -> "a caller ran ahead of its callee; " + cluster));

        cluster.applications().mend("ledger", "east", "e1");
        cluster.until(8_000, () -> east("ledger") == 250);
        assertEquals(0, east("shop"), "its hold-down begins now");
        long ledgerToShop = cluster.until(8_000, () -> east("shop") == 250);
        long shopToWeb = cluster.until(8_000, () -> east("web") == 250);
        assertTrue(ledgerToShop >= 2_500 && shopToWeb >= 2_500, ledgerToShop + ", " + shopToWeb);
        assertTrue(
                Views.record(cluster, "west/a", "web").steps().stream()
                        .noneMatch(step -> step.text().contains("waits for")),
                "it waits no longer");
        cluster.until(20_000, () -> east("web") == 500);

        for (String service : List.of("web", "shop", "ledger")) {
            everybodyGives(service, 500);
        }
    }

    @Test
    void aReturnThatWaitsForACalleeSaysSo() {
        cluster.applications().fail("ledger", "east", "e1");
        cluster.run(4_000);
        cluster.applications().mend("ledger", "east", "e1");
        cluster.run(2_500);

        assertTrue(
                Views.record(cluster, "west/a", "shop").steps().stream()
                        .anyMatch(step -> step.rule().equals("W5")
                                && step.text().equals("its return to east waits for ledger, which returns first")),
                cluster::toString);
    }

    @Test
    void whileACalleeIsGoneEverywhereItsCallersStayWhereTheyAre() {
        cluster.applications().fail("ledger", "west", "w1");
        cluster.run(2_000);
        everybodyGives("shop", 1000);
        cluster.applications().fail("ledger", "east", "e1");
        cluster.run(4_000);

        for (String controller : CONTROLLERS) {
            var alarms = Views.decision(cluster, controller).alarms();
            assertTrue(alarms.containsKey("callee-down:shop@east"), () -> alarms.keySet() + " at " + controller);
            assertTrue(alarms.keySet().stream().noneMatch("fail-open:shop"::equals), () -> "at " + controller);
        }
        everybodyGives("web", 1000);
        everybodyGives("shop", 1000);
    }

    @Test
    void cycleByMergeTerminates() {
        cluster.policy("east/a", policy("web"));
        cluster.run(2_000);
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("east", "witness");
        cluster.policy("east/a", policy("web", "shop"));
        cluster.policy("west/a", policy("ledger", "web"));
        cluster.run(2_000);
        cluster.network().mendAll();
        cluster.run(4_000);

        for (String controller : CONTROLLERS) {
            assertTrue(
                    Views.decision(cluster, controller).alarms().containsKey("dependency-cycle:ledger"),
                    cluster::toString);
        }
        everybodyGives("shop", 500);

        cluster.applications().fail("web", "east", "e1");
        cluster.run(2_000);
        for (String service : List.of("web", "shop", "ledger")) {
            everybodyGives(service, 0);
        }

        cluster.applications().mend("web", "east", "e1");
        cluster.until(20_000, () -> east("web") == 500 && east("shop") == 500 && east("ledger") == 500);
    }
}
