package io.counterweight.acceptance;

import static io.counterweight.acceptance.Scene.published;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two datacenters and nobody else: each has one vantage outside. */
final class TwoDatacentersTest {
    private static final Map<String, Integer> BOTH = Map.of("east", 500, "west", 500);

    @RegisterExtension
    static final Stage STAGE = Stage.of(new Stage.Shape(22, 1, false, 1, false, ""));

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();

    @Test
    @Rule("E3")
    void oneVantageNeverDrainsAFreshServingDatacenter() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.edge(west).swallow(east, Edge.PUBLISHED);
            STAGE.await(
                    "east is not served by west, and a person is told",
                    state -> state.condition("shop", "west").equals("hold")
                            && state.vote("shop", "west", "east").equals("UNREACHABLE")
                            && state.alarm("hold", "shop@west"));
            shop.cycles(5);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
        }
        world.edge(west).swallow(west, Edge.PUBLISHED);
        STAGE.await("west is not served at its own front either", state -> state.condition("shop", "west")
                .equals("path-down"));
        STAGE.awaitWeights("shop", 1000, 0);
    }

    @Test
    @Rule("E6")
    void fullCutWithoutWitnessKeepsEachItself() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            Scene.cutOff(world, east, west);
            STAGE.awaitWeights("shop", 1000, 0, east);
            STAGE.awaitWeights("shop", 0, 1000, west);
            assertEquals(
                    List.of(),
                    shop.weightsBut(weights -> weights.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum()
                            == 1000));
            assertEquals(
                    List.of(), shop.answersBut(answer -> !answer.addresses().isEmpty()));
        }
        assertServesItself(east);
        assertServesItself(west);
        Scene.heal(world, east, west, "all");
        STAGE.awaitWeights("shop", 500, 500);
    }

    private void assertServesItself(Site site) {
        List<String> answered =
                world.nameServer(site, 1).addresses("shop").orElseThrow().addresses();
        assertEquals(List.copyOf(published(STAGE.shop(), site)), answered);
    }

    @Test
    @Rule({"E6", "W4"})
    void aKilledDatacenterIsDrainedAfterLossConfirm() {
        world.kill(west);
        STAGE.await(
                "one vantage alone waits",
                state -> state.condition("shop", "west").equals("hold")
                        && state.rule("shop", "west").equals("E6")
                        && state.serves("shop", BOTH));
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.await(
                "then it concludes the loss alone",
                state -> state.condition("shop", "west").equals("lost")
                        && state.rule("shop", "west").equals("E6"));
        assertServesItself(east);
    }
}
