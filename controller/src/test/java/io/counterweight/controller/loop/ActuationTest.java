package io.counterweight.controller.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.TrafficActuator;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Rule("A")
class ActuationTest {
    private static final ServiceName SHOP = ServiceName.of("shop");
    private static final Site EAST = Site.of("east");
    private static final Site WEST = Site.of("west");

    private final Liar actuator = new Liar();
    private final AtomicInteger drifts = new AtomicInteger();
    private final Actuation actuation = new Actuation(actuator, drifts::incrementAndGet);

    /** Serves what it is told, or something else, and may refuse. */
    private static final class Liar implements TrafficActuator {
        final AtomicInteger applied = new AtomicInteger();
        final AtomicInteger readBack = new AtomicInteger();
        volatile Optional<SortedMap<ServiceName, SortedMap<Site, Integer>>> lie = Optional.empty();
        final Semaphore gate = new Semaphore(1);
        volatile Optional<Outcome> refusal = Optional.empty();
        private volatile Plan plan = Plan.empty();

        @Override
        public String name() {
            return "liar";
        }

        @Override
        public Outcome apply(Plan next) {
            applied.incrementAndGet();
            if (refusal.isPresent()) {
                return refusal.get();
            }
            plan = next;
            return new Outcome.Applied(next.fence());
        }

        @Override
        public SortedMap<ServiceName, SortedMap<Site, Integer>> readBack() {
            gate.acquireUninterruptibly();
            gate.release();
            readBack.incrementAndGet();
            SortedMap<ServiceName, SortedMap<Site, Integer>> truth = new TreeMap<>();
            plan.services().forEach((name, service) -> truth.put(name, service.weights()));
            return lie.orElse(truth);
        }
    }

    @AfterEach
    void close() {
        actuation.close();
    }

    private static Plan plan(long sequence, int east) {
        return new Plan(
                new Fence(1, sequence),
                true,
                new TreeMap<>(Map.of(
                        SHOP,
                        new ServicePlan(
                                SHOP,
                                List.of("shop"),
                                List.of(
                                        new DatacenterShare(EAST, east, List.of("192.0.2.1")),
                                        new DatacenterShare(WEST, 1000 - east, List.of("192.0.2.2"))),
                                Duration.ofSeconds(5),
                                AnswerChoice.RANDOM))));
    }

    /** Applies, and waits until what is served was looked at. */
    private void apply(Plan plan, long now) {
        int before = actuator.readBack.get();
        int calls = actuator.applied.get();
        actuation.apply(plan, now);
        if (actuator.applied.get() > calls && actuator.refusal.isEmpty()) {
            await().until(() -> actuator.readBack.get() > before);
        }
    }

    private void lie() {
        actuator.lie = Optional.of(new TreeMap<>(Map.of(SHOP, new TreeMap<>(Map.of(EAST, 1, WEST, 999)))));
    }

    @Test
    void appliesEveryChangeAtOnceAndTheSameAgainOnACycle() {
        apply(plan(1, 500), 0);
        apply(plan(2, 500), 10);
        assertEquals(1, actuator.applied.get(), "the same weights");

        apply(plan(3, 400), 20);
        assertEquals(2, actuator.applied.get(), "other weights");

        apply(plan(4, 400), 1_020);
        assertEquals(3, actuator.applied.get(), "a second has passed");
        assertEquals(Map.of(SHOP, Map.of(EAST, 400, WEST, 600)), actuation.applied());
    }

    @Test
    void driftIsAlarmedAndMended() {
        lie();
        apply(plan(1, 500), 0);
        await().until(() -> drifts.get() >= 1);
        assertEquals(Optional.empty(), actuation.trouble(), "an answer in flight is no drift");

        apply(plan(2, 500), 1_000);
        await().until(() -> drifts.get() >= 2);
        apply(plan(3, 500), 2_000);
        await().until(() -> drifts.get() >= 3);
        assertEquals(Optional.of("shop: wanted {east=500, west=500}, served {east=1, west=999}"), actuation.trouble());
        assertEquals(3, actuator.applied.get(), "it was applied again each time");

        actuator.lie = Optional.empty();
        apply(plan(4, 500), 3_000);
        await().until(() -> actuation.trouble().isEmpty());
    }

    @Test
    void silenceIsDriftToo() {
        actuator.lie = Optional.of(new TreeMap<>());
        for (int second = 0; second < 3; second++) {
            int told = drifts.get();
            apply(plan(second + 1, 500), second * 1_000L);
            await().until(() -> drifts.get() > told);
        }

        assertTrue(
                actuation.trouble().orElse("").endsWith("served no valid answer"),
                actuation.trouble().toString());
    }

    @Test
    void portThatAnswersNothingIsSilentAndAWrongAnswerIsNot() {
        lie();
        for (int second = 0; second < 3; second++) {
            int told = drifts.get();
            apply(plan(second + 1, 500), second * 1_000L);
            await().until(() -> drifts.get() > told);
        }
        assertFalse(actuation.silent());

        actuator.lie = Optional.of(new TreeMap<>());
        for (int second = 3; second < 6; second++) {
            int told = drifts.get();
            apply(plan(second + 1, 500), second * 1_000L);
            await().until(() -> drifts.get() > told);
        }
        assertTrue(actuation.silent());
    }

    @Test
    void silenceThatOutlastsTheNextApplicationOfTheSamePlanIsSeenAllTheSame() throws Exception {
        actuator.lie = Optional.of(new TreeMap<>());
        actuator.gate.acquire();
        actuation.apply(plan(1, 500), 0);
        await().until(() -> actuator.gate.hasQueuedThreads());
        actuation.apply(plan(2, 500), 1_000);

        actuator.gate.release();

        await().until(() -> drifts.get() >= 1);
    }

    @Test
    void planThatIsRefusedInEveryTurnIsLoggedOnce() {
        Logger logger = Logger.getLogger(Actuation.class.getName());
        List<String> lines = new ArrayList<>();
        logger.setFilter(line -> lines.add(line.getMessage()));
        actuator.refusal = Optional.of(new TrafficActuator.Outcome.RefusedAsStale(new Fence(1, 1), new Fence(1, 2)));
        try {
            for (int turn = 0; turn < 10; turn++) {
                apply(plan(1, 100 + turn), turn);
            }
        } finally {
            logger.setFilter(null);
        }

        assertEquals(1, lines.size(), lines.toString());
    }

    @Test
    void refusedPlanIsNotSaidToBeServed() {
        apply(plan(2, 500), 0);
        actuator.refusal = Optional.of(new TrafficActuator.Outcome.RefusedAsStale(new Fence(1, 1), new Fence(1, 2)));

        apply(plan(1, 100), 10);

        assertEquals(Map.of(SHOP, Map.of(EAST, 500, WEST, 500)), actuation.applied());
    }

    private static Plan emptied(long sequence) {
        ServicePlan nothing =
                new ServicePlan(SHOP, List.of("shop"), List.of(), Duration.ofSeconds(5), AnswerChoice.RANDOM);
        return new Plan(new Fence(1, sequence), true, new TreeMap<>(Map.of(SHOP, nothing)));
    }

    @Test
    @Rule("W4")
    void anEmptyPlanTakesNoAnswerAwayAndIsTold() {
        apply(plan(1, 500), 0);

        apply(emptied(2), 10);
        assertEquals(Map.of(SHOP, Map.of(EAST, 500, WEST, 500)), actuation.applied());
        assertEquals(
                List.of("shop: wanted {}, refused by never-empty; {east=500, west=500} goes on"), actuation.kept());
        assertEquals(1, actuator.applied.get(), "what is served did not change");

        apply(plan(3, 400), 20);
        assertEquals(List.of(), actuation.kept());
    }

    @Test
    void failureIsTroubleUntilItSucceeds() {
        actuator.refusal = Optional.of(new TrafficActuator.Outcome.Failed("the port is gone"));
        apply(plan(1, 500), 0);
        assertEquals(Optional.of("the port is gone"), actuation.trouble());
        assertEquals(Map.of(), actuation.applied());

        actuator.refusal = Optional.empty();
        apply(plan(2, 500), 10);
        assertEquals(Optional.empty(), actuation.trouble());
    }
}
