package io.counterweight.acceptance;

import static io.counterweight.acceptance.Scene.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo, step by step: two datacenters of two controllers, a witness, a shop in both, a ledger that west serves while it can. */
final class DemoScenarioTest {
    private static final Map<String, Integer> BOTH = Map.of("east", 500, "west", 500);
    private static final Map<String, Integer> WEST_ALONE = Map.of("east", 0, "west", 1000);
    private static final int NOERROR = 0;

    @RegisterExtension
    static final Stage STAGE = Stage.of(new Stage.Shape(20, 2, true, 2, true, ""));

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();

    @Test
    @Rule({"E3", "W1"})
    void inCalmEachServiceIsServedAsItsPolicySays() {
        try (Lookout shop = Lookout.over(STAGE, "shop");
                Lookout ledger = Lookout.over(STAGE, "ledger")) {
            shop.cycles(4);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            assertEquals(List.of(), ledger.weightsBut(WEST_ALONE::equals));
            assertEquals(published(STAGE.shop(), east, west), shop.addresses());
            assertEquals(published(STAGE.ledger(), west), ledger.addresses());
        }
    }

    @Test
    @Rule({"E1", "W1"})
    void theWeightFollowsTheFractionAndTheDeadAddressLeavesTheAnswers() {
        world.child(World.instance(STAGE.shop(), east, 1)).kill();
        STAGE.awaitWeights("shop", 250, 750);
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            shop.cycles(3);
            TreeSet<String> living = new TreeSet<>(published(STAGE.shop(), east, west));
            living.remove(STAGE.shop().published(east, 1));
            assertEquals(living, shop.addresses());
        }
    }

    @Test
    @Rule({"E3", "W3", "W4"})
    void aDeadApplicationIsDrainedAndComesBackInSteps() {
        Scene.killInstances(world, STAGE.shop(), east);
        STAGE.awaitWeights("shop", 0, 1000);
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            Scene.startInstances(world, STAGE.shop(), east);
            STAGE.awaitWeights("shop", 500, 500);
            shop.assertRisesInSteps("east");
        }
    }

    @Test
    @Rule({"E3", "E1"})
    void anApplicationThatSaysItIsInTroubleIsBelieved() {
        int status = Scene.push(STAGE.shop(), east, "0", 30, "disk-full");
        assertEquals(202, status);
        STAGE.awaitWeights("shop", 0, 1000);
        STAGE.await(
                "the reason is the application's own",
                state -> state.condition("shop", "east").equals("failing")
                        && state.reason("shop", "east").contains("disk-full"));
        Scene.push(STAGE.shop(), east, "1", 1, "well-again");
        STAGE.awaitWeights("shop", 500, 500);
    }

    @Test
    @Rule({"E3", "G2"})
    void aCutLinkMovesNothingWhileBothServe() {
        try (Lookout shop = Lookout.over(STAGE, "shop");
                Lookout ledger = Lookout.over(STAGE, "ledger")) {
            Scene.cutLink(world, east, west);
            shop.cycles(8);
            assertNothingMoved(shop, ledger);
            Scene.heal(world, east, west, Edge.LINK);
            shop.cycles(4);
            assertNothingMoved(shop, ledger);
        }
    }

    @Test
    @Rule("E3")
    void aFirewallRuleThatHidesWestFromEastAloneMovesNothing() {
        try (Lookout shop = Lookout.over(STAGE, "shop");
                Lookout ledger = Lookout.over(STAGE, "ledger")) {
            world.edge(west).swallow(east, "all");
            STAGE.await("the votes on west are mixed, and a person is told", state -> state.alarm("hold", "shop@west"));
            shop.cycles(6);
            assertNothingMoved(shop, ledger);
        }
    }

    @Test
    @Rule({"E2", "E3", "W4"})
    void theSurvivorsDrainADeadDatacenter() {
        world.kill(west);
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.awaitWeights("ledger", 1000, 0);
        STAGE.await("west is lost by the votes of east and the witness", state -> state.condition("shop", "west")
                .equals("lost"));
        try (Lookout shop = Lookout.over(STAGE, "shop");
                Lookout ledger = Lookout.over(STAGE, "ledger")) {
            shop.cycles(2);
            assertEquals(published(STAGE.shop(), east), shop.addresses());
            assertEquals(published(STAGE.ledger(), east), ledger.addresses());
        }
    }

    @Test
    @Rule({"W3", "E3"})
    void aDatacenterThatReturnsIsServedInSteps() {
        world.kill(west);
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.awaitWeights("ledger", 1000, 0);
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            STAGE.restart();
            STAGE.awaitCalm();
            shop.assertRisesInSteps("west");
        }
    }

    @Test
    @Rule({"W6", "G8"})
    void anOperatorDrainsEastInTheTokensNameAndIsToldWhoHoldsIt() {
        Api.Answer answer = Scene.drain(world.api(east, 1), east, "a new switch", "30m");
        assertEquals(201, answer.status(), answer.toString());
        assertEquals("done", answer.body().path("state").asText());
        List<String> holders = texts(answer.body().path("holders"));
        assertTrue(holders.contains("east") && holders.size() >= 2, holders.toString());
        STAGE.awaitWeights("shop", 0, 1000);
        STAGE.await(
                "everybody shows whose drain it is, and why",
                state -> state.override("a new switch")
                        && state.overrides().path(0).path("owner").asText().equals("operator"));
        world.api(west, 1)
                .delete("/api/v1/overrides/"
                        + answer.body().path("key").asText().replace("override/", ""));
        STAGE.awaitWeights("shop", 500, 500);
    }

    @Test
    @Rule({"W6", "G11", "E9"})
    void aDrainOutlivesTheDeathOfEveryController() {
        Scene.drain(world.api(east, 1), east, "a new switch", "30m");
        STAGE.awaitWeights("shop", 0, 1000);
        world.sites().forEach(site -> Scene.killControllers(world, site));
        world.child(World.instance(STAGE.shop(), west, 1)).kill();
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.sites().forEach(STAGE::startControllers);
            world.awaitReady();
            STAGE.awaitWeights("shop", 0, 1000);
            assertEquals(List.of(), shop.answersBut(answer -> answer.rcode() == NOERROR && onlyWest(answer)));
        }
        STAGE.await("the drain is still in force", state -> state.override("a new switch"));
        STAGE.await("everybody has heard which of west's instances lives", state -> state.condition("shop", "west")
                .equals("degraded"));
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            shop.cycles(2);
            assertEquals(new TreeSet<>(List.of(STAGE.shop().published(west, 2))), shop.addresses());
        }
    }

    @Test
    @Rule({"W6", "W3"})
    void aDrainEndsByItselfAndItsDatacenterReturns() {
        Scene.drain(world.api(west, 2), east, "a short break", "8s");
        STAGE.awaitWeights("shop", 0, 1000);
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            STAGE.await("its time is over", state -> !state.override("a short break"));
            STAGE.awaitWeights("shop", 500, 500);
            shop.assertRisesInSteps("east");
        }
    }

    @Test
    @Rule({"W2", "W6"})
    void aDrainLeavesWhatTheOtherDatacenterCannotCarry() {
        Scene.change(world.api(east, 1), STAGE.shop(), policy -> policy.path("datacenters")
                .forEach(place -> ((ObjectNode) place).put("capacity", 100)));
        try {
            Scene.load(world, STAGE.shop(), east, 80);
            Scene.load(world, STAGE.shop(), west, 80);
            STAGE.await(
                    "everybody knows what east and west carry",
                    state -> state.load("shop", "east") == 80 && state.load("shop", "west") == 80);
            Scene.drain(world.api(west, 1), east, "a new release", "8s");
            STAGE.awaitWeights("shop", 375, 625);
            STAGE.awaitWeights("shop", 500, 500);
        } finally {
            Scene.change(world.api(east, 1), STAGE.shop(), policy -> policy.path("datacenters")
                    .forEach(place -> ((ObjectNode) place).remove("capacity")));
        }
    }

    @Test
    @Rule({"G4", "E9"})
    void aControllerThatIsToldToStopLeavesWithoutADipOrALostQuery() {
        try (Lookout shop = Lookout.over(STAGE, "shop");
                Lookout ledger = Lookout.over(STAGE, "ledger");
                SteadyClient client = SteadyClient.of(world.nameServers(), "shop")) {
            shop.cycles(1);
            world.controller(west, 1).terminate(Duration.ofSeconds(30));
            shop.cycles(4);
            STAGE.startController(west, 1);
            world.awaitReady();
            shop.cycles(2);
            assertNothingMoved(shop, ledger);
            assertEquals(List.of(), client.unanswered());
            assertTrue(client.asked() > 100, () -> "only " + client.asked() + " questions were asked");
        }
    }

    // ---- what is seen

    private static boolean onlyWest(NameServer.Answer answer) {
        return !answer.addresses().isEmpty()
                && published(STAGE.shop(), STAGE.west()).containsAll(answer.addresses());
    }

    private void assertNothingMoved(Lookout shop, Lookout ledger) {
        assertEquals(List.of(), shop.weightsBut(BOTH::equals));
        assertEquals(List.of(), ledger.weightsBut(WEST_ALONE::equals));
        assertEquals(List.of(), shop.answersBut(answer -> !answer.addresses().isEmpty()));
        assertEquals(published(STAGE.shop(), east, west), shop.addresses());
        assertEquals(published(STAGE.ledger(), west), ledger.addresses());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
