package io.counterweight.engine.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the safety rules refuse, and what they never stand in the way of, through whole decisions of east. */
@Rule("W4")
class SafetyRulesTest {

    private static final Safety STRICT = new Safety(2, 0, 0, Duration.ofHours(1));

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a");
    private final Speaker witness = Speaker.of("witness/a").hearing(west, north);

    private World east(Safety safety) {
        World east = World.of(
                "east/a",
                Topologies.of("east", "north", "west").and("witness"),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("north", 1, "n1")
                        .in("west", 1, "w1", "w2")
                        .safety(safety)
                        .build());
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served()).vote("shop", "north", Votes.served());
        west.sees.serving("shop", "w1", "w2").vote("shop", "east", Votes.served());
        north.sees.serving("shop", "n1").vote("shop", "east", Votes.served()).vote("shop", "west", Votes.served());
        witness.sees.vote("shop", "west", Votes.served()).vote("shop", "north", Votes.served());
        west.ceiling("shop", Ceiling.open());
        north.ceiling("shop", Ceiling.open());
        east.calm(west, north, witness);
        return east;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            min-serving | lost
            min-serving | path-down
            min-serving | failing
            max-removed | lost
            max-removed | path-down
            max-removed | failing
            max-shifts  | lost
            max-shifts  | path-down
            max-shifts  | failing
            pin         | lost
            pin         | path-down
            pin         | failing
            hold        | lost
            hold        | path-down
            hold        | failing
            deployment  | lost
            deployment  | path-down
            deployment  | failing
            arming      | lost
            arming      | path-down
            arming      | failing
            """)
    void lossIgnoresEachSafetyRule(String rule, String condition) {
        World east = east(
                switch (rule) {
                    case "min-serving" -> new Safety(3, 1, 100, Duration.ofMinutes(10));
                    case "max-removed" -> new Safety(1, 0, 100, Duration.ofMinutes(10));
                    case "max-shifts" -> new Safety(1, 1, 0, Duration.ofMinutes(10));
                    default -> STRICT;
                });
        switch (rule) {
            case "pin" -> east.overrides(order("p", new Action.Pin(thirds()), false));
            case "hold" -> {
                SortedMap<ServiceName, SortedMap<Site, Integer>> seen = new TreeMap<>();
                seen.put(ServiceName.of("shop"), thirds());
                east.overrides(order("h", new Action.Hold(seen, new TreeMap<>()), false));
            }
            case "arming" ->
                east.deployment(new DeploymentSafety(
                        20,
                        Duration.ofMinutes(10),
                        4,
                        DeploymentSafety.defaults().massFailure(),
                        Optional.of(Duration.ofDays(90))));
            case "deployment" ->
                east.deployment(new DeploymentSafety(
                        0, Duration.ofHours(1), 0, new DeploymentSafety.MassFailure(0, Duration.ofHours(1))));
            default -> {}
        }
        east.run(500, west, north, witness);
        assertTrue(east.weight("shop", "west") > 300, "in calm it serves");

        fall(condition, east);

        assertEquals(condition, east.condition("shop", "west").word());
        assertEquals(0, east.weight("shop", "west"));
        assertEquals(List.of(), refused(east), "nothing was refused");
    }

    private void fall(String condition, World east) {
        switch (condition) {
            case "failing" -> west.sees.failing("shop", "w1", "w2");
            case "path-down", "lost" -> {
                east.sees.vote("shop", "west", Votes.refused());
                north.sees.vote("shop", "west", Votes.refused());
                witness.sees.vote("shop", "west", Votes.refused());
            }
            default -> throw new IllegalArgumentException(condition);
        }
        north.hearing(west);
        if (condition.equals("lost")) {
            east.run(5_000, north, witness);
        } else {
            east.run(3_000, west, north, witness);
        }
    }

    @Test
    void aPersonsDrainIsRefusedByMinServing() {
        World east = east(new Safety(3, 0.5, 4, Duration.ofMinutes(10)));

        east.overrides(drain("d", "west", false)).run(500, west, north, witness);

        assertEquals(333, east.weight("shop", "west"));
        Step refused = refused(east).getFirst();
        assertEquals("W4", refused.rule());
        assertEquals(
                "ann wanted to drain west, refused by min-serving: 2 other datacenters would serve, 3 must",
                refused.text());
        assertEquals("W4", east.decision().alarms().get("refused:shop").rule());
    }

    @Test
    void brokenGlassNeedsOneThatServes() {
        World east = east(new Safety(3, 0.5, 4, Duration.ofMinutes(10)));
        TrafficOverride insisted = new TrafficOverride(
                "d", new Action.Drain(Site.of("west")), Optional.empty(), "ann", "works", false, true, 3_600_000);

        east.overrides(insisted).run(500, west, north, witness);

        assertEquals(0, east.weight("shop", "west"));
        assertTrue(
                steps(east).stream().anyMatch(step -> step.text().startsWith("ann (break-glass) drains west")),
                "and that is recorded");
    }

    @Test
    void automationLeavesAWeightToAsManyAsMustServe() {
        World east = east(new Safety(3, 1, 4, Duration.ofMinutes(10)));

        west.sees.serving("shop", 0.0001, "w1", "w2");
        east.run(1_000, west, north, witness);

        assertEquals("degraded", east.condition("shop", "west").word());
        assertEquals(1, east.weight("shop", "west"), "next to nothing, and not nothing");
        assertEquals(
                List.of("wanted to leave west without a weight, refused by min-serving: 3 that serve must keep one"),
                refused(east).stream().map(Step::text).toList());
    }

    @Test
    void withEnoughOthersWhatOffersNextToNothingGetsNothing() {
        World east = east(new Safety(2, 1, 4, Duration.ofMinutes(10)));

        west.sees.serving("shop", 0.0001, "w1", "w2");
        east.run(1_000, west, north, witness);

        assertEquals(0, east.weight("shop", "west"));
        assertEquals(List.of(), refused(east));
    }

    @Test
    void automationRemovesNoMoreThanItsShareOfWhatServes() {
        World east = east(new Safety(1, 0.2, 4, Duration.ofMinutes(10)));

        west.sees.serving("shop", 0.1, "w1", "w2");
        east.run(1_000, west, north, witness);

        assertTrue(east.weight("shop", "west") > 100, "a tenth of a third would be 33: " + east.weights("shop"));
        assertEquals(
                "wanted to remove 30 % of the capacity that still serves, refused by max-removed: 20 % at most",
                refused(east).getFirst().text());
    }

    private static Stream<List<String>> orders() {
        return Stream.of(
                List.of("east", "north", "west"),
                List.of("east", "west", "north"),
                List.of("north", "east", "west"),
                List.of("north", "west", "east"),
                List.of("west", "east", "north"),
                List.of("west", "north", "east"));
    }

    @Test
    @Rule("W4")
    void everyRefusalIsToldByTheAlarm() {
        World east = east(new Safety(3, 0.5, 4, Duration.ofMinutes(10)));

        east.overrides(drain("d", "west", false), drain("e", "east", false)).run(500, west, north, witness);

        String reason = east.decision().alarms().get("refused:shop").reason();
        assertTrue(reason.contains("wanted to drain west"), reason);
        assertTrue(reason.contains("wanted to drain east"), reason);
    }

    @ParameterizedTest
    @MethodSource("orders")
    @Rule({"W4", "W6", "E8"})
    void ofHardDrainsOfEverythingTheLastIsRefused(List<String> order) {
        World east = east(Safety.defaults());

        east.overrides(order.stream()
                        .map(each -> drain("d-" + each, each, true))
                        .toArray(TrafficOverride[]::new))
                .run(500, west, north, witness);

        assertEquals(1000, east.weight("shop", order.getLast()));
        assertEquals(1, refused(east).size());
        assertTrue(
                refused(east).getFirst().text().startsWith("ann wanted to drain " + order.getLast() + ", refused"),
                () -> refused(east).toString());
        assertTrue(east.decision().alarms().containsKey("refused:shop"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    @Rule({"W4", "W6", "E8"})
    void whateverDiesUnderHardDrainsOfEverythingTheAnswerIsNeverEmpty(List<String> order) {
        World east = east(Safety.defaults());
        east.overrides(order.stream()
                        .map(each -> drain("d-" + each, each, true))
                        .toArray(TrafficOverride[]::new))
                .run(500, west, north, witness);

        fall("lost", east);
        assertEquals(1000, east.weight("shop", order.getLast()), "a death reopens no hard drain");
        east.run(90_000);
        assertEquals(1000, east.weight("shop", order.getLast()), "nor does silence");
    }

    @ParameterizedTest
    @MethodSource("orders")
    @Rule({"W4", "W6", "E8"})
    void softDrainsBetweenHardOnesEmptyNothingEither(List<String> order) {
        World east = east(Safety.defaults());

        for (int hard = 0; hard < 8; hard++) {
            TrafficOverride[] drains = new TrafficOverride[order.size()];
            for (int i = 0; i < drains.length; i++) {
                drains[i] = drain("d-" + order.get(i), order.get(i), (hard >> i & 1) == 1);
            }
            east.overrides(drains).run(500, west, north, witness);

            assertFalse(east.weights("shop").isEmpty(), "with hard drains " + hard);
            assertEquals(
                    1000,
                    east.weights("shop").values().stream()
                            .mapToInt(weight -> weight)
                            .sum());
        }
    }

    private static SortedMap<Site, Integer> thirds() {
        return new TreeMap<>(Map.of(Site.of("east"), 333, Site.of("north"), 333, Site.of("west"), 334));
    }

    private static TrafficOverride drain(String id, String datacenter, boolean hard) {
        return order(id, new Action.Drain(Site.of(datacenter)), hard);
    }

    private static TrafficOverride order(String id, Action action, boolean hard) {
        return new TrafficOverride(id, action, Optional.empty(), "ann", "works", hard, false, 3_600_000);
    }

    private static List<Step> steps(World east) {
        return Optional.ofNullable(east.decision().records().get(ServiceName.of("shop")))
                .orElseThrow()
                .steps();
    }

    private static List<Step> refused(World east) {
        return steps(east).stream().filter(Step::refused).toList();
    }
}
