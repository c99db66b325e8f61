package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.Alarm;
import io.counterweight.engine.evacuation.Evacuation.Stage;
import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.kit.Policies;
import io.counterweight.rules.Rule;
import io.counterweight.simulation.Actuator.Manner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A whole datacenter is left, callers before callees (rule W5): web needs shop, which needs ledger; mail needs nobody. */
@Rule("W5")
class EvacuationInAClusterTest {

    private static final long TTL_MILLIS = 3_000;
    private static final TrafficOverride EVACUATE = Operators.evacuate("e", "east", 3_600_000);
    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(3), List.of(50, 100), Duration.ofSeconds(6), Failback.AUTOMATIC);
    private static final List<String> CONTROLLERS = List.of("east/a", "west/a", "witness/a");
    private static final List<String> SERVICES = List.of("ledger", "mail", "shop", "web");

    private static Policies policy(String service, String... needs) {
        return Policies.weighted(service)
                .in("east", 1, "e1")
                .in("west", 1, "w1")
                .shifting(QUICK)
                .ttl(Duration.ofSeconds(1), Duration.ofMillis(TTL_MILLIS))
                .needs(needs);
    }

    private final Cluster cluster = Worlds.withWitness(
            policy("web", "shop").build(),
            policy("shop", "ledger").build(),
            policy("ledger").build(),
            policy("mail").build());

    /** What every controller gives east. */
    private void everybodyGives(int ledger, int mail, int shop, int web) {
        for (String controller : CONTROLLERS) {
            Map<String, Integer> given = new TreeMap<>();
            SERVICES.forEach(service -> given.put(service, east(controller, service)));
            assertEquals(
                    Map.of("ledger", ledger, "mail", mail, "shop", shop, "web", web),
                    given,
                    () -> controller + "; " + cluster);
        }
    }

    private int east(String controller, String service) {
        return Views.weight(cluster, controller, service, "east");
    }

    /** Nobody's answers name it there. */
    private boolean gone(String service) {
        return CONTROLLERS.stream().allMatch(controller -> east(controller, service) == 0);
    }

    private boolean evacuated() {
        return SERVICES.stream().allMatch(this::gone);
    }

    private SortedMap<String, Stage> stages(String controller) {
        SortedMap<String, Stage> stages = new TreeMap<>();
        Views.decision(cluster, controller).evacuations().forEach(evacuation -> evacuation
                .steps()
                .forEach(step -> stages.put(step.service().value(), step.stage())));
        return stages;
    }

    private Optional<Alarm> stuck(String controller, String service) {
        return Optional.ofNullable(
                Views.decision(cluster, controller).alarms().get("evacuation-stuck:" + service + "@east"));
    }

    private void stuckEverywhere(String service, String why) {
        for (String controller : CONTROLLERS) {
            Alarm alarm = stuck(controller, service).orElseThrow(() -> new AssertionError(controller + "; " + cluster));
            assertTrue(alarm.reason().contains(why), alarm::toString);
            assertTrue(alarm.reason().startsWith("evacuation of east"), alarm::toString);
        }
    }

    private void nothingIsStuck() {
        for (String controller : CONTROLLERS) {
            SERVICES.forEach(service ->
                    assertEquals(Optional.empty(), stuck(controller, service), () -> controller + "; " + cluster));
        }
    }

    /** From now on no name server sends clients to a callee's caller while the callee is leaving or gone. */
    private void callersStayAhead() {
        cluster.watch(() -> {
            for (String controller : List.of("east/a", "west/a")) {
                assertTrue(
                        (east(controller, "shop") > 0 || gone("web"))
                                && (east(controller, "ledger") > 0 || gone("shop")),
                        () -> "a callee left first at " + controller + "; " + cluster);
            }
        });
    }

    @Test
    void callersLeaveBeforeCalleesAndEachLayerWaitsForAnswersToBeForgotten() {
        callersStayAhead();
        cluster.override("west/a", EVACUATE);
        cluster.run(2_000);
        everybodyGives(500, 0, 500, 0);
        assertEquals(
                Map.of("web", Stage.LEAVING, "mail", Stage.LEAVING, "shop", Stage.WAITING, "ledger", Stage.WAITING),
                stages("witness/a"));

        long shop = cluster.until(10_000, () -> gone("shop"));
        assertEquals(500, east("east/a", "ledger"));
        long ledger = cluster.until(10_000, () -> gone("ledger"));

        assertTrue(2_000 + shop >= TTL_MILLIS && ledger >= TTL_MILLIS, shop + ", " + ledger);
        cluster.run(TTL_MILLIS + 1_000);
        everybodyGives(0, 0, 0, 0);
        nothingIsStuck();
        assertEquals(Set.of(Stage.LEFT), Set.copyOf(stages("east/a").values()));
        assertTrue(
                Views.record(cluster, "west/a", "shop").steps().stream()
                        .anyMatch(step -> step.rule().equals("W5")
                                && step.text().equals("evacuation of east, layer 2 of 3: has left")),
                cluster::toString);
    }

    @Test
    void whatHasNotItsTurnSaysWhomItWaitsFor() {
        cluster.override("west/a", EVACUATE);
        cluster.run(1_500);

        assertTrue(
                Views.record(cluster, "witness/a", "ledger").steps().stream().anyMatch(step -> step.text()
                        .equals("evacuation of east, layer 3 of 3: waits until mail, web have left")),
                cluster::toString);
    }

    @Test
    @Rule("W3")
    void anEndedEvacuationReturnsCalleesFirst() {
        cluster.override("west/a", EVACUATE);
        cluster.until(30_000, this::evacuated);
        cluster.run(5_000);
        cluster.end("east/a", EVACUATE);
        cluster.watch(() -> assertTrue(
                east("west/a", "web") <= east("west/a", "shop") && east("west/a", "shop") <= east("west/a", "ledger"),
                () -> "a caller ran ahead of its callee; " + cluster));

        cluster.until(60_000, () -> SERVICES.stream().allMatch(service -> east("west/a", service) == 500));
        cluster.run(2_000);
        everybodyGives(500, 500, 500, 500);
    }

    @Test
    void aCircleLeavesAsOne() {
        cluster.policy("east/a", policy("web").build());
        cluster.run(2_000);
        cluster.policy("east/a", policy("ledger", "shop").build());
        cluster.run(2_000);
        cluster.policy("east/a", policy("web", "ledger").build());
        cluster.run(2_000);
        cluster.override("west/a", EVACUATE);
        cluster.run(2_000);
        everybodyGives(500, 0, 500, 0);
        cluster.run(TTL_MILLIS + 1_000);

        everybodyGives(0, 0, 0, 0);
    }

    @Test
    void aNameServerThatDoesNotFollowHoldsWhatComesAfterAndIsNamed() {
        cluster.node("west/a").controller().actuator().behave(Manner.FAILING);
        cluster.override("west/a", EVACUATE);
        cluster.run(15_000);

        assertEquals(500, east("east/a", "shop"));
        stuckEverywhere("web", "west/a still sends 500 of 1000 clients there");
        stuckEverywhere("mail", "west/a still sends 500 of 1000 clients there");
        assertEquals(Stage.WAITING, stages("witness/a").get("shop"));

        cluster.node("west/a").controller().actuator().behave(Manner.HONEST);
        cluster.until(30_000, this::evacuated);
        cluster.run(TTL_MILLIS + 2_000);
        nothingIsStuck();
    }

    @Test
    void aSilentSitesLastWordHoldsWhatComesAfterUntilItIsHeard() {
        cluster.node("west/a").controller().actuator().behave(Manner.FAILING);
        cluster.override("east/a", EVACUATE);
        cluster.run(1_000);
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("witness", "west");
        cluster.run(15_000);

        assertEquals(500, east("east/a", "shop"));
        for (String controller : List.of("east/a", "witness/a")) {
            assertTrue(
                    stuck(controller, "web")
                            .orElseThrow()
                            .reason()
                            .contains("west/a, which is silent, last sent 500 of 1000 clients there"),
                    cluster::toString);
        }
        cluster.node("west/a").controller().actuator().behave(Manner.HONEST);
        cluster.network().mendAll();
        cluster.until(40_000, this::evacuated);
    }

    @Test
    @Rule("E3")
    void nobodyLeavesForADatacenterThatIsOnlyHeld() {
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("witness", "west");
        cluster.run(4_000);
        cluster.override("east/a", EVACUATE);
        cluster.run(15_000);

        assertEquals(500, east("east/a", "web"));
        assertTrue(stuck("east/a", "web").orElseThrow().reason().endsWith("west is hold"), cluster::toString);
    }

    @Test
    void evacuatingADeadDatacenterNeverSticks() {
        cluster.powerOff("east");
        cluster.run(15_000);
        cluster.override("west/a", EVACUATE);
        cluster.run(2_000);
        for (String controller : List.of("west/a", "witness/a")) {
            assertEquals(Set.of(Stage.LEFT), Set.copyOf(stages(controller).values()), cluster::toString);
            SERVICES.forEach(service -> assertEquals(Optional.empty(), stuck(controller, service)));
        }

        cluster.powerOn("east");
        cluster.run(60_000);
        everybodyGives(0, 0, 0, 0);
        nothingIsStuck();
    }

    @Test
    void aDatacenterThatDiesInTheMiddleIsLeftAtOnce() {
        cluster.override("west/a", EVACUATE);
        cluster.run(2_000);
        cluster.powerOff("east");

        cluster.until(6_000, () -> List.of("west/a", "witness/a").stream()
                .allMatch(controller -> SERVICES.stream().allMatch(service -> east(controller, service) == 0)));
        assertEquals(Set.of(Stage.LEFT), Set.copyOf(stages("west/a").values()), cluster::toString);
    }

    @Test
    void aFailingCallerIsNotWaitedFor() {
        cluster.node("west/a").controller().actuator().behave(Manner.FAILING);
        cluster.applications().fail("web", "east", "e1");
        cluster.applications().fail("mail", "east", "e1");
        cluster.run(3_000);
        cluster.override("west/a", EVACUATE);
        cluster.run(3_000);

        assertEquals(0, east("east/a", "shop"), cluster::toString);
    }

    @Test
    @Rule("G11")
    void itSurvivesTheRestartOfEverybodyAndGoesOnWhereItWas() {
        cluster.override("west/a", EVACUATE);
        cluster.until(20_000, () -> gone("shop"));
        CONTROLLERS.forEach(cluster::kill);
        cluster.run(10_000);
        CONTROLLERS.forEach(cluster::start);
        cluster.watch(() -> {
            for (String controller : CONTROLLERS) {
                assertEquals(0, east(controller, "web"), () -> controller + "; " + cluster);
                assertEquals(0, east(controller, "shop"), () -> controller + "; " + cluster);
            }
        });

        cluster.until(40_000, this::evacuated);
    }

    @Test
    @Rule("G3")
    void anEmptyDiskLearnsHowFarItIs() {
        cluster.override("west/a", EVACUATE);
        cluster.until(20_000, () -> gone("shop"));
        Node west = cluster.node("west/a");
        west.kill();
        west.replaceDisk(Disk.empty(west.id));
        west.start();
        cluster.watch(() -> assertEquals(0, east("west/a", "shop"), cluster::toString));

        cluster.until(40_000, this::evacuated);
    }

    @Test
    void aLayerThatNobodyElseServesIsHeldAndSaysSo() {
        cluster.applications().fail("ledger", "west", "w1");
        cluster.run(4_000);
        cluster.override("west/a", EVACUATE);
        cluster.run(15_000);

        everybodyGives(1000, 500, 1000, 1000);
        stuckEverywhere("web", "nobody else is concluded to serve it: west is stranded");
        assertEquals(Stage.WAITING, stages("east/a").get("mail"), "its layer leaves together");

        cluster.applications().mend("ledger", "west", "w1");
        cluster.until(90_000, this::evacuated);
    }

    @Test
    void whoIsOnlyThereStaysAndTheOthersLeave() {
        cluster.policy(
                "east/a",
                Policies.weighted("batch").in("east", 1, "b1").needs("ledger").build());
        cluster.run(3_000);
        cluster.override("west/a", EVACUATE);
        cluster.until(20_000, () -> gone("shop"));
        cluster.run(2 * TTL_MILLIS);

        assertEquals(500, east("west/a", "ledger"));
        stuckEverywhere("batch", "the policy of batch names no other datacenter");
        stuckEverywhere("ledger", "batch needs it, and cannot leave");
        cluster.override("west/a", Operators.drain("d", "east", 3_600_000));
        cluster.run(2_000);
        assertTrue(gone("ledger"), "a person may take it out all the same");
    }

    @Test
    @Rule("W4")
    void aProtectedServiceLeavesOnceEnoughConsentAndHoldsTheOthersMeanwhile() {
        cluster.policy(
                "east/a",
                policy("web", "shop")
                        .safety(new Safety(
                                1,
                                0.5,
                                4,
                                Duration.ofMinutes(10),
                                Optional.of(new Approval(
                                        new TreeSet<>(Set.of("ben", "cy", "di")), 2, Duration.ofHours(1)))))
                        .build());
        cluster.run(2_000);
        cluster.override("west/a", EVACUATE);
        cluster.run(12_000);

        everybodyGives(500, 0, 500, 500);
        stuckEverywhere("web", "ann wanted to evacuate east, refused by approval: 0 of 2");
        cluster.vote("east/a", Operators.approves("ben", "order.web.e", 3_600_000));
        cluster.vote("west/a", Operators.approves("cy", "order.web.e", 3_600_000));
        cluster.until(30_000, this::evacuated);
    }

    @Test
    void whatMinServingRefusesIsStuck() {
        cluster.policy(
                "east/a",
                policy("shop", "ledger")
                        .safety(new Safety(2, 0.5, 4, Duration.ofMinutes(10)))
                        .build());
        cluster.run(2_000);
        cluster.override("west/a", EVACUATE);
        cluster.run(15_000);

        everybodyGives(500, 0, 500, 0);
        stuckEverywhere("shop", "ann wanted to drain east, refused by min-serving");
    }
}
