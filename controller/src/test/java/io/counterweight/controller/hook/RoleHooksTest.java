package io.counterweight.controller.hook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.exclusive.ExclusiveState.Order;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.intent.RoleHook;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real HTTP server is told its role. Time is told by the test; only answers are waited for. */
@Rule("E7")
class RoleHooksTest {
    private static final ServiceName LEDGER = ServiceName.of("ledger");

    private final AskedApplication application = new AskedApplication("");
    private final AtomicInteger answers = new AtomicInteger();
    private final RoleHooks hooks = new RoleHooks(Site.of("west"), new HookCaller(), answers::incrementAndGet);

    @AfterEach
    void close() {
        hooks.close();
        application.close();
    }

    private SortedMap<ServiceName, Order> order(Role role) {
        return new TreeMap<>(
                Map.of(LEDGER, new Order(role, new RoleHook(application.url(), Duration.ofSeconds(20)), 0)));
    }

    private void followed(Role role, long now, int answered) {
        hooks.follow(order(role), now);
        await().until(() -> answers.get() == answered);
    }

    private static String told(String role) {
        return "{\"datacenter\":\"west\",\"role\":\"" + role + "\",\"service\":\"ledger\"}";
    }

    @Test
    void itIsToldOnceASecondUntilItConfirms() {
        application.status.set(409);
        followed(Role.PASSIVE, 0, 1);
        followed(Role.PASSIVE, 10, 1);
        hooks.follow(order(Role.PASSIVE), 900);
        await().during(Duration.ofMillis(200)).until(() -> answers.get() == 1);
        assertEquals(Map.of(), hooks.confirmed());

        application.status.set(204);
        followed(Role.PASSIVE, 1_010, 2);

        assertEquals(List.of(told("passive"), told("passive")), application.heard);
        assertEquals(Map.of(LEDGER, Role.PASSIVE), hooks.confirmed());
    }

    @Test
    void whoHasConfirmedIsToldAgainSeldomForItMayHaveBeenRestarted() {
        followed(Role.ACTIVE, 0, 1);
        followed(Role.ACTIVE, 10, 1);
        hooks.follow(order(Role.ACTIVE), 9_000);
        await().during(Duration.ofMillis(200)).until(() -> answers.get() == 1);

        followed(Role.ACTIVE, 10_010, 2);

        assertEquals(List.of(told("active"), told("active")), application.heard);
    }

    @Test
    void whoHasConfirmedAndIsSilentLaterHasNotTakenItBack() {
        followed(Role.ACTIVE, 0, 1);
        followed(Role.ACTIVE, 10, 1);
        application.status.set(409);
        followed(Role.ACTIVE, 10_010, 2);

        assertEquals(Map.of(LEDGER, Role.ACTIVE), hooks.confirmed());
    }

    @Test
    void anotherRoleIsToldAtOnceAndIsNotConfirmedByTheWordOnTheFormer() {
        followed(Role.ACTIVE, 0, 1);
        application.status.set(409);

        followed(Role.PASSIVE, 10, 2);

        assertEquals(List.of(told("active"), told("passive")), application.heard);
        assertEquals(Map.of(), hooks.confirmed());
    }

    @Test
    void anotherRoleWaitsForAReminderThatIsOnItsWayLestItArriveFirst() {
        followed(Role.ACTIVE, 0, 1);
        followed(Role.ACTIVE, 10, 1);
        CompletableFuture<?> gate = new CompletableFuture<>();
        application.answersAfter(gate);
        hooks.follow(order(Role.ACTIVE), 10_010);

        hooks.follow(order(Role.PASSIVE), 10_020);
        gate.complete(null);
        await().until(() -> answers.get() == 2);
        followed(Role.PASSIVE, 10_030, 3);

        assertEquals(List.of(told("active"), told("active"), told("passive")), application.heard);
        assertEquals(Map.of(LEDGER, Role.PASSIVE), hooks.confirmed());
    }
}
