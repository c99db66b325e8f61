package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.intent.Safety;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** People's consent in a whole cluster: over cuts, expiry and restarts. */
@Rule("W4")
class ApprovalsInAClusterTest {

    private static final long HOUR = 3_600_000;
    private static final String DRAIN = "order.shop.d";
    private static final List<String> ALL = List.of("east/a", "west/a", "witness/a");

    private final Cluster cluster = Worlds.withWitness(Worlds.shop()
            .safety(new Safety(
                    1,
                    0.5,
                    4,
                    Duration.ofMinutes(10),
                    Optional.of(new Approval(new TreeSet<>(Set.of("bea", "ben", "cy")), 2, Duration.ofHours(1)))))
            .build());

    private void everywhere(int east) {
        for (String controller : ALL) {
            assertEquals(
                    Map.of("east", east, "west", 1000 - east),
                    Views.weights(cluster, controller, "shop"),
                    () -> controller + ", " + cluster);
        }
    }

    @Test
    void consentsOnTwoSidesOfACutCountTogetherOnceItHeals() {
        cluster.override("east/a", Operators.drain("d", "east", HOUR));
        cluster.run(2_000);
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("west", "witness");
        cluster.vote("east/a", Operators.approves("ben", DRAIN, HOUR));
        cluster.vote("west/a", Operators.approves("cy", DRAIN, HOUR));
        cluster.run(3_000);
        everywhere(500);

        cluster.network().mendAll();
        cluster.run(8_000);

        everywhere(0);
    }

    @Test
    void aPersonWhoConsentsOnBothSidesCountsOnce() {
        cluster.override("east/a", Operators.drain("d", "east", HOUR));
        cluster.run(2_000);
        cluster.network().cutBothLinks("east", "west");
        cluster.vote("east/a", Operators.approves("ben", DRAIN, HOUR));
        cluster.vote("west/a", Operators.approves("ben", DRAIN, HOUR));
        cluster.run(2_000);
        cluster.network().mendAll();
        cluster.run(8_000);

        everywhere(500);
    }

    @Test
    void whatWasGrantedOnOneSideOfACutIsGrantedEverywhereThoughTheConsentsHaveRunOut() {
        cluster.override("east/a", Operators.drain("d", "east", HOUR));
        cluster.run(2_000);
        cluster.network().cutBothLinks("east", "west");
        cluster.network().cutBothLinks("west", "witness");
        cluster.vote("east/a", Operators.approves("ben", DRAIN, 4_000));
        cluster.vote("east/a", Operators.approves("cy", DRAIN, 4_000));
        cluster.run(10_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "east"));
        assertEquals(500, Views.weight(cluster, "west/a", "shop", "east"));

        cluster.network().mendAll();
        cluster.run(8_000);

        everywhere(0);
    }

    @Test
    void consentsThatHaveRunOutGrantNothing() {
        cluster.override("east/a", Operators.drain("d", "east", HOUR));
        cluster.vote("east/a", Operators.approves("ben", DRAIN, 4_000));
        cluster.run(6_000);
        cluster.vote("west/a", Operators.approves("cy", DRAIN, HOUR));
        cluster.run(3_000);

        everywhere(500);
        assertTrue(Views.decision(cluster, "west/a").alarms().containsKey("approval-wanted:" + DRAIN));
    }

    @Test
    void whatWasGrantedSurvivesTheRestartOfEverybody() {
        cluster.override("east/a", Operators.drain("d", "east", HOUR));
        cluster.vote("east/a", Operators.approves("ben", DRAIN, 4_000));
        cluster.vote("west/a", Operators.approves("cy", DRAIN, 4_000));
        cluster.run(10_000);
        everywhere(0);

        ALL.forEach(cluster::kill);
        cluster.run(10_000);
        ALL.forEach(cluster::start);
        cluster.run(15_000);

        everywhere(0);
    }

    @Test
    void aDatacenterThatDiedIsLeftWhenTwoConsentAndReturnsWhenTwoRelease() {
        cluster.powerOff("west");
        cluster.run(15_000);
        assertEquals(500, Views.weight(cluster, "east/a", "shop", "west"), "the warning of the policy's page");
        String leave =
                Views.decision(cluster, "east/a").proposals().getFirst().id().toString();
        assertEquals(
                leave,
                Views.decision(cluster, "witness/a").proposals().getFirst().id().toString(),
                "everybody names it alike");
        cluster.vote("east/a", Operators.approves("ben", leave, HOUR));
        cluster.vote("witness/a", Operators.approves("cy", leave, HOUR));
        cluster.run(3_000);
        assertEquals(0, Views.weight(cluster, "east/a", "shop", "west"));

        cluster.powerOn("west");
        cluster.run(90_000);
        everywhere(1000);
        cluster.override("west/a", Operators.release("r", "shop", "west", 1));
        cluster.run(5_000);
        everywhere(1000);
        cluster.vote("west/a", Operators.approves("ben", "order.shop.r", HOUR));
        cluster.vote("east/a", Operators.approves("cy", "order.shop.r", HOUR));
        cluster.until(200_000, () -> Views.weight(cluster, "east/a", "shop", "west") == 500);
        cluster.run(3_000);
        everywhere(500);
    }
}
