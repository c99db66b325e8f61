package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BeforeHook;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A stateful application is asked before traffic returns to it (rule W3), in a whole cluster. */
@Rule("W3")
class PreparationInAClusterTest {

    private static final Shifting ASKING = new Shifting(
                    Duration.ofSeconds(3), List.of(50, 100), Duration.ofSeconds(4), Failback.AUTOMATIC)
            .asking(new BeforeHook(
                    new TreeMap<>(Map.of(
                            Site.of("east"),
                            "http://10.1.0.9:80/prepare",
                            Site.of("west"),
                            "http://10.2.0.9:80/prepare")),
                    Duration.ofSeconds(5)));

    private static Cluster returned() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(ASKING).build());
        cluster.applications().refuseTraffic("shop", "west", "replica is rebuilding");
        cluster.powerOff("west");
        cluster.until(10_000, () -> west(cluster) == 0);
        cluster.run(5_000);
        cluster.powerOn("west");
        return cluster;
    }

    private static int west(Cluster cluster) {
        return Views.weight(cluster, "east/a", "shop", "west");
    }

    @Test
    void aReturnWaitsUntilTheApplicationIsReady() {
        Cluster cluster = returned();
        cluster.run(60_000);

        assertEquals(0, west(cluster));
        assertTrue(Views.decision(cluster, "west/a").alarms().containsKey("not-prepared:shop@west"));
        assertTrue(
                Views.record(cluster, "east/a", "shop").steps().stream()
                        .anyMatch(step -> step.text().contains("its application refuses: replica is rebuilding")),
                "everybody says why");

        String told = Views.explanation(cluster, "east/a", "shop").text();
        assertTrue(
                told.contains("west stays at 0 % of its share until its application is ready (shifting.before): "
                        + "its application refuses: replica is rebuilding"),
                told);

        cluster.applications().prepare("shop", "west");
        cluster.until(2_000, () -> west(cluster) > 0);
        cluster.until(20_000, () -> west(cluster) == 500);
        assertFalse(Views.decision(cluster, "west/a").alarms().containsKey("not-prepared:shop@west"));
    }

    @Test
    @Rule("W4")
    void aDepartureFromWhatIsDeadWaitsForNoAnswer() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(ASKING).build());
        cluster.applications().refuseTraffic("shop", "west", "never");
        cluster.powerOff("east");

        cluster.until(5_000, () -> Views.weight(cluster, "west/a", "shop", "west") == 1000);
    }

    @Test
    @Rule("E8")
    void whatServesAloneIsServedThoughItRefuses() {
        Cluster cluster = returned();
        cluster.run(20_000);

        cluster.applications().fail("shop", "east", "e1", "e2");

        cluster.until(5_000, () -> Views.weight(cluster, "witness/a", "shop", "west") == 1000);
    }

    private static Cluster passive() {
        Cluster cluster = Worlds.withWitness(Policies.priority("shop")
                .in("east", 1, "e1")
                .in("west", 2, "w1")
                .shifting(ASKING)
                .build());
        cluster.applications().refuseTraffic("shop", "west", "replica is rebuilding");
        assertEquals(0, west(cluster));
        return cluster;
    }

    private static void everybodySends(Cluster cluster, int weight) {
        for (String controller : List.of("east/a", "west/a", "witness/a")) {
            assertEquals(weight, Views.weight(cluster, controller, "shop", "west"), controller);
        }
    }

    @Test
    void aDrainWaitsUntilWhoTakesOverIsReady() {
        Cluster cluster = passive();
        cluster.override("east/a", Operators.drain("d", "east", 600_000));
        cluster.run(20_000);

        everybodySends(cluster, 0);
        assertTrue(
                Views.record(cluster, "east/a", "shop").steps().stream()
                        .anyMatch(step -> step.refused()
                                && step.text()
                                        .endsWith("wanted to drain east, refused by shifting.before: west: "
                                                + "its application refuses: replica is rebuilding")),
                () -> Views.record(cluster, "east/a", "shop").steps().toString());
        assertTrue(Views.decision(cluster, "east/a").alarms().containsKey("refused:shop"));

        cluster.applications().prepare("shop", "west");
        cluster.until(2_000, () -> west(cluster) == 1000);
        cluster.run(2_000);
        everybodySends(cluster, 1000);
    }

    @Test
    void whatWasTakenOverIsNotTakenBackForALaterWord() {
        Cluster cluster = passive();
        cluster.applications().prepare("shop", "west");
        cluster.override("east/a", Operators.drain("d", "east", 600_000));
        cluster.until(3_000, () -> west(cluster) == 1000);
        cluster.run(2_000);

        cluster.applications().refuseTraffic("shop", "west", "changed its mind");
        cluster.run(10_000);

        everybodySends(cluster, 1000);
    }

    @Test
    @Rule("W4")
    void aDrainThatWaitsHoldsNobodyBackWhenTheDatacenterDies() {
        Cluster cluster = passive();
        cluster.override("east/a", Operators.drain("d", "east", 600_000));
        cluster.run(5_000);
        assertEquals(0, west(cluster));

        cluster.powerOff("east");

        cluster.until(5_000, () -> Views.weight(cluster, "west/a", "shop", "west") == 1000);
    }

    @Test
    void whoInsistsWaitsForNobody() {
        Cluster cluster = passive();

        cluster.override("east/a", Operators.hardDrain("d", "east", 600_000));

        cluster.until(2_000, () -> west(cluster) == 1000);
    }

    @Test
    void whoHasClientsAlreadyIsAskedNothing() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(ASKING).build());
        cluster.applications().refuseTraffic("shop", "west", "never");

        cluster.override("east/a", Operators.drain("d", "east", 600_000));

        cluster.until(2_000, () -> west(cluster) == 1000);
    }
}
