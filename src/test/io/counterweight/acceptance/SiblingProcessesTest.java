package io.counterweight.acceptance;

import static io.counterweight.acceptance.Scene.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two controllers of one datacenter: what one of them suffers, its sibling and everybody else do not. */
final class SiblingProcessesTest {
    private static final Map<String, Integer> BOTH = Map.of("east", 500, "west", 500);
    private static final int FROZEN_CYCLES = 8;

    @RegisterExtension
    static final Stage STAGE = Stage.of(new Stage.Shape(46, 2, false, 2, false, ""));

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();

    @Test
    @Rule({"G1", "G3"})
    void frozenSiblingDoesNotBlockTheLoop() {
        try (Lookout shop = Lookout.over(STAGE, "shop");
                SteadyClient client = SteadyClient.of(world.nameServers(), "shop")) {
            world.controller(east, 1).freeze();
            shop.cycles(FROZEN_CYCLES);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals), "a frozen sibling moves no weight");
            world.child(World.instance(STAGE.shop(), east, 1)).kill();
            STAGE.awaitWeights("shop", 250, 750);
            TreeSet<String> living = new TreeSet<>(published(STAGE.shop(), east, west));
            living.remove(STAGE.shop().published(east, 1));
            try (Lookout after = Lookout.over(STAGE, "shop")) {
                after.cycles(3);
                assertEquals(living, after.addresses());
            }
            world.startInstance(STAGE.shop(), east, 1);
            STAGE.awaitWeights("shop", 500, 500);
            assertTrue(world.controller(east, 1).alive()
                    && !world.controller(east, 1).running());
            assertEquals(List.of(), client.unanswered());
        }
    }

    @Test
    @Rule({"G1", "G3"})
    void anInstanceThatDiesJustAfterASiblingFrozeIsStillDrained() {
        world.controller(east, 2).freeze();
        world.child(World.instance(STAGE.shop(), east, 2)).kill();
        STAGE.awaitWeights("shop", 250, 750);
    }

    @Test
    @Rule({"G3", "G5"})
    void aSiblingThatThawsAgreesWithTheOthersAndMovesNothing() {
        world.controller(east, 1).freeze();
        STAGE.await("nobody hears the frozen one", state -> !state.hears("east/a"));
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.controller(east, 1).thaw();
            STAGE.await("everybody hears it again", state -> state.hears("east/a"));
            shop.cycles(4);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            assertEquals(
                    List.of(), shop.answersBut(answer -> !answer.addresses().isEmpty()));
            assertEquals(published(STAGE.shop(), east, west), shop.addresses());
        }
    }

    @Test
    @Rule({"G4", "G3"})
    void proberDeathKeepsTheFraction() {
        try (Lookout shop = Lookout.over(STAGE, "shop");
                SteadyClient client = SteadyClient.of(world.nameServers(), "shop")) {
            shop.cycles(1);
            world.controller(west, 2).kill();
            STAGE.await("its death is noticed", state -> !state.hears("west/b"));
            shop.cycles(6);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            assertEquals(
                    List.of(), shop.answersBut(answer -> !answer.addresses().isEmpty()));
            assertEquals(published(STAGE.shop(), east, west), shop.addresses());
            STAGE.await("west's word stands", state -> state.condition("shop", "west")
                    .equals("healthy"));
            STAGE.startController(west, 2);
            world.awaitReady();
            STAGE.await("it is heard again", state -> state.hears("west/b"));
            shop.cycles(3);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            assertEquals(List.of(), client.unanswered());
        }
    }

    @Test
    @Rule({"G4", "E1"})
    void whoIsLeftAfterAProbersDeathStillSeesAnInstanceDie() {
        world.controller(west, 1).kill();
        world.child(World.instance(STAGE.shop(), west, 1)).kill();
        STAGE.awaitWeights("shop", 750, 250);
        assertFalse(world.controller(west, 1).alive());
    }
}
