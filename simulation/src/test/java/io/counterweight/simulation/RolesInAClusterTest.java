package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.exclusive.ExclusiveState.Order;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the applications of an exclusive service are told, and how a handover waits for them (rule E7). */
@Rule("E7")
class RolesInAClusterTest {

    private static final Duration DEADLINE = Duration.ofSeconds(8);
    private static final Map<String, Integer> WEST = Map.of("east", 0, "west", 1000);

    private final Cluster cluster = Worlds.ofSiblings(ledger());

    private static Policy ledger() {
        return Policies.exclusive("ledger")
                .in("east", 1, "e1")
                .told("east", DEADLINE)
                .in("west", 2, "w1")
                .told("west", DEADLINE)
                .build();
    }

    private Optional<Role> told(String controller) {
        return Optional.ofNullable(Views.decision(cluster, controller)
                        .next()
                        .exclusive()
                        .orders()
                        .get(ServiceName.of("ledger")))
                .map(Order::role);
    }

    private long handover() {
        return cluster.until(40_000, () -> Views.weights(cluster, "west/a", "ledger").equals(WEST));
    }

    @Test
    void theFirstIsToldToTakeOver() {
        assertEquals(Optional.of(Role.ACTIVE), told("east/a"));
        assertEquals(Optional.of(Role.PASSIVE), told("west/b"));
    }

    @Test
    void aHandoverWaitsForBothAnswersAlone() {
        cluster.applications().fail("ledger", "east", "e1");

        assertTrue(handover() < DEADLINE.toMillis());
        assertEquals(Optional.of(Role.PASSIVE), told("east/a"));
        assertEquals(Optional.of(Role.ACTIVE), told("west/a"));
    }

    @Test
    void whoeverDoesNotStandDownIsWaitedForUntilTheDeadline() {
        cluster.applications().ignoreOrders("ledger", "east");
        cluster.applications().fail("ledger", "east", "e1");

        assertTrue(handover() >= DEADLINE.toMillis());
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("hook-unanswered:ledger@east"));
    }

    @Test
    void whoeverDoesNotTakeOverIsWaitedForUntilTheDeadline() {
        cluster.applications().ignoreOrders("ledger", "west");
        cluster.applications().fail("ledger", "east", "e1");

        assertTrue(handover() >= DEADLINE.toMillis());
        assertTrue(Views.decision(cluster, "west/a").alarms().containsKey("hook-unanswered:ledger@west"));
    }

    /** Cut off from everything, it stands down by itself, and so does its application. */
    @Test
    void theIsolatedTellTheirApplicationToStandDown() {
        for (String other : new String[] {"west", "witness"}) {
            Worlds.part(cluster, "east", other);
        }
        cluster.network().cutAnchors("east");

        long toldAfter = cluster.until(3_000, () -> told("east/a").equals(Optional.of(Role.PASSIVE)));

        assertTrue(handover() + toldAfter >= 4_000);
    }

    /** One of two controllers stands still: its sibling answers, and the application is left alone. */
    @Test
    void aStallOfOneTellsNobodyToStandDown() {
        boolean[] stoodDown = {false};
        cluster.watch(() -> stoodDown[0] |= told("east/a").equals(Optional.of(Role.PASSIVE))
                || told("east/b").equals(Optional.of(Role.PASSIVE)));
        cluster.node("east/a").stall(6_000);

        cluster.run(20_000);

        assertEquals(false, stoodDown[0]);
    }
}
