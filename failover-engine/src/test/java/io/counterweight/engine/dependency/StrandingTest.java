package io.counterweight.engine.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a bad callee does to its callers, from conclusions to conclusions. */
@Rule("W5")
class StrandingTest {

    private static final Condition HEALTHY = new Condition.Healthy(1);
    private static final Condition FAILING = new Condition.Failing();

    private final SortedMap<ServiceName, Policy> policies = new TreeMap<>();
    private final SortedMap<Placement, Conclusion> conclusions = new TreeMap<>();

    private StrandingTest service(String name, Condition east, Condition west, String... needs) {
        Policy policy = Policies.weighted(name)
                .in("east", 1, "e")
                .in("west", 1, "w")
                .needs(needs)
                .build();
        policies.put(policy.service(), policy);
        conclude(name, "east", east);
        conclude(name, "west", west);
        return this;
    }

    private void conclude(String service, String datacenter, Condition condition) {
        conclusions.put(
                place(service, datacenter),
                new Conclusion(condition, "E3", "itself says " + condition.word(), new TreeMap<>(), false));
    }

    private static Placement place(String service, String datacenter) {
        return new Placement(ServiceName.of(service), Site.of(datacenter));
    }

    private Stranding.Outcome spread() {
        return Stranding.spread(DependencyGraph.of(policies), conclusions, place -> false);
    }

    private static String word(Stranding.Outcome outcome, String service, String datacenter) {
        return outcome.conclusions().get(place(service, datacenter)).condition().word();
    }

    @Test
    void aFailingCalleeStrandsItsCallersAndTheirs() {
        Stranding.Outcome outcome = service("web", HEALTHY, HEALTHY, "shop")
                .service("shop", HEALTHY, HEALTHY, "ledger")
                .service("ledger", FAILING, HEALTHY)
                .service("other", HEALTHY, HEALTHY)
                .spread();

        assertEquals("stranded", word(outcome, "web", "east"));
        assertEquals("stranded", word(outcome, "shop", "east"));
        assertEquals("healthy", word(outcome, "shop", "west"));
        assertEquals("healthy", word(outcome, "other", "east"));
        Conclusion web = outcome.conclusions().get(place("web", "east"));
        assertEquals("W5", web.rule());
        assertEquals("needs shop in east, where ledger is failing: itself says failing", web.reason());
    }

    @Test
    void aDegradedOrHeldCalleeStrandsNobody() {
        Stranding.Outcome outcome = service("shop", HEALTHY, HEALTHY, "half", "held", "unheard")
                .service("half", new Condition.Degraded(0.1), HEALTHY)
                .service("held", new Condition.Hold(false), HEALTHY)
                .service("unheard", new Condition.NeverHeard(), HEALTHY)
                .spread();

        assertEquals("healthy", word(outcome, "shop", "east"));
    }

    @Test
    void whoIsBadItselfKeepsItsOwnReason() {
        Stranding.Outcome outcome = service("shop", FAILING, HEALTHY, "ledger")
                .service("ledger", FAILING, HEALTHY)
                .spread();

        assertEquals("failing", word(outcome, "shop", "east"));
    }

    @Test
    void whoHasNowhereBetterToGoStaysAndSoDoItsCallers() {
        Stranding.Outcome outcome = service("web", HEALTHY, HEALTHY, "shop")
                .service("shop", HEALTHY, HEALTHY, "ledger")
                .service("ledger", FAILING, new Condition.Lost())
                .spread();

        assertEquals(conclusions, outcome.conclusions());
        assertEquals(
                "needs ledger in east, where ledger is failing: itself says failing",
                outcome.staying().get(place("shop", "east")));
        assertTrue(outcome.staying().containsKey(place("shop", "west")), () -> String.valueOf(outcome.staying()));
        assertEquals(2, outcome.staying().size(), "its callers' callee is where it was");
    }

    @Test
    void whoFailsElsewhereByItselfStaysToo() {
        Stranding.Outcome outcome = service("shop", HEALTHY, FAILING, "ledger")
                .service("ledger", FAILING, HEALTHY)
                .spread();

        assertEquals("healthy", word(outcome, "shop", "east"));
        assertTrue(outcome.staying().containsKey(place("shop", "east")));
    }

    @Test
    void aCircleMovesAsOneGroup() {
        Stranding.Outcome outcome = service("a", HEALTHY, HEALTHY, "b")
                .service("b", HEALTHY, HEALTHY, "c")
                .service("c", FAILING, HEALTHY, "a")
                .spread();

        assertEquals("stranded", word(outcome, "a", "east"));
        assertEquals("stranded", word(outcome, "b", "east"));
        assertEquals("failing", word(outcome, "c", "east"));
        assertEquals("healthy", word(outcome, "a", "west"));
    }

    @Test
    void inRandomGraphsNobodyIsStrandedWithoutABetterPlaceAndNobodyIsLeftBesideABadCalleeWhoHasOne() {
        Seeded.cases(300, random -> {
            policies.clear();
            conclusions.clear();
            int size = 1 + random.nextInt(10);
            for (int i = 0; i < size; i++) {
                String[] needs = random.ints(random.nextInt(3), 0, size)
                        .mapToObj(to -> "s" + to)
                        .toArray(String[]::new);
                service("s" + i, any(random), any(random), needs);
            }
            Stranding.Outcome outcome = spread();
            DependencyGraph graph = DependencyGraph.of(policies);
            outcome.conclusions().forEach((place, after) -> {
                boolean was = conclusions.get(place).condition().bad();
                boolean stranded = after.condition() instanceof Condition.Stranded;
                assertTrue(!stranded || !was, () -> place + " was bad itself");
                assertTrue(stranded || after.equals(conclusions.get(place)), () -> place + " changed otherwise");
                boolean without = graph.calleesOf(graph.group(place.service()), place.datacenter()).stream()
                        .anyMatch(callee -> outcome.conclusions()
                                .get(new Placement(callee, place.datacenter()))
                                .condition()
                                .bad());
                assertTrue(
                        !without || was || stranded || outcome.staying().containsKey(place),
                        () -> place + " is without a callee, and nothing is said: " + outcome);
                assertTrue(
                        !stranded
                                || outcome.conclusions().entrySet().stream()
                                        .anyMatch(each -> each.getKey()
                                                        .service()
                                                        .equals(place.service())
                                                && !each.getValue().condition().bad()),
                        () -> place + " is stranded everywhere: " + outcome);
            });
        });
    }

    private static Condition any(Random random) {
        return random.nextInt(3) == 0 ? FAILING : HEALTHY;
    }
}
