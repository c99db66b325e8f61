package io.counterweight.engine.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whether a service may start in east. */
@Rule("W5")
class ReadinessTest {

    private final SortedMap<ServiceName, Policy> policies = new TreeMap<>();
    private final Speaker east = Speaker.of("east/a");

    private ReadinessTest in(String datacenter, String service, String... needs) {
        Policy policy =
                Policies.weighted(service).in(datacenter, 1, "e1").needs(needs).build();
        policies.put(policy.service(), policy);
        return this;
    }

    private Optional<Readiness> ask(String service) {
        List<Report> speaking = List.of(east.say());
        return Readiness.of(policies, speaking, ServiceName.of(service), Site.of("east"));
    }

    private static Map<String, Boolean> ready(Readiness readiness) {
        Map<String, Boolean> ready = new TreeMap<>();
        readiness.needs().forEach((callee, word) -> ready.put(callee.value(), word.ready()));
        return ready;
    }

    @Test
    void itIsReadyOnceAllThatItsNeedsLeadToServe() {
        in("east", "web", "shop").in("east", "shop", "ledger").in("east", "ledger");
        east.sees.serving("shop", "e1");
        Readiness before = ask("web").orElseThrow();
        assertEquals(Map.of("shop", true, "ledger", false), ready(before));
        assertFalse(before.ready());
        assertEquals(
                "is unknown: not every endpoint has been probed yet",
                before.needs().get(ServiceName.of("ledger")).reason());

        east.sees.failing("ledger", "e1");
        assertFalse(ask("web").orElseThrow().ready());
        east.sees.serving("ledger", "e1");
        assertTrue(ask("web").orElseThrow().ready());
    }

    @Test
    void whoNeedsNothingIsReady() {
        assertTrue(in("east", "web").ask("web").orElseThrow().ready());
    }

    @Test
    void aSilentDatacenterIsNotReady() {
        in("east", "shop", "ledger").in("east", "ledger");
        Readiness readiness = Readiness.of(policies, List.of(), ServiceName.of("shop"), Site.of("east"))
                .orElseThrow();

        assertFalse(readiness.ready());
    }

    @Test
    void whatBindsNobodyHereIsNotWaitedForAndSaysWhy() {
        in("east", "shop", "cart", "ledger", "mail").in("east", "cart", "shop").in("west", "ledger");
        Readiness readiness = ask("shop").orElseThrow();

        assertTrue(readiness.ready());
        assertEquals(
                Map.of(
                        ServiceName.of("cart"),
                        "needs this service too: in a circle nobody waits for another",
                        ServiceName.of("ledger"),
                        "is not in east by its policy, but in [west]",
                        ServiceName.of("mail"),
                        "has no policy"),
                readiness.notWaitedFor());
    }

    @Test
    void whoIsNotThereCannotBeAskedFor() {
        assertTrue(in("west", "ledger").ask("ledger").isEmpty());
        assertTrue(ask("nobody").isEmpty());
    }
}
