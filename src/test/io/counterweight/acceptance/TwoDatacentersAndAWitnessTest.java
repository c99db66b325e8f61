package io.counterweight.acceptance;

import static io.counterweight.acceptance.Scene.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What has broken such systems, done to two datacenters of two controllers and a witness. */
final class TwoDatacentersAndAWitnessTest {
    private static final Map<String, Integer> BOTH = Map.of("east", 500, "west", 500);

    /**
     * Who is long dead has no vote: sooner than in life, and still later than the staleness bound (2 s) and {@code lossConfirm} (3 s). It
     * is later than the hold-down (2 s), which equals it by default: were they equal here, each return would last 3 s longer.
     */
    private static final String TIMES = "timing: {electorateMemory: 5s}";

    @RegisterExtension
    static final Stage STAGE = Stage.of(new Stage.Shape(21, 2, true, 1, false, TIMES));

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();
    private final Site witness = STAGE.witness();

    // ---- who may say that a datacenter is down

    @Test
    @Rule("E3")
    void drainsWhenTheBalancerAnswers503AndTheReportIsStale() throws IOException {
        world.edge(west).shut(Edge.PUBLISHED);
        try (Balancer balancer = new Balancer(STAGE.shop(), west);
                Lookout shop = Lookout.over(STAGE, "shop")) {
            Scene.killControllers(world, west);
            STAGE.await(
                    "west is silent, and serves by every vote",
                    state -> state.condition("shop", "west").equals("hold") && votesOnWest(state, "SERVED"));
            Scene.killInstances(world, STAGE.shop(), west);
            shop.cycles(2);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            balancer.loseEverythingBehind();
            STAGE.awaitWeights("shop", 1000, 0);
            STAGE.await(
                    "refused is not served: west is lost",
                    state -> state.condition("shop", "west").equals("lost") && votesOnWest(state, "REFUSED"));
        }
    }

    private static boolean votesOnWest(State state, String vote) {
        return state.vote("shop", "west", "east").equals(vote)
                && state.vote("shop", "west", "witness").equals(vote);
    }

    @Test
    @Rule("E3")
    void oneVantageNeverDrainsAFreshServingDatacenter() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.edge(west).swallow(east, Edge.PUBLISHED);
            STAGE.await(
                    "the votes on west are mixed, and a person is told",
                    state -> state.condition("shop", "west").equals("hold")
                            && state.vote("shop", "west", "east").equals("UNREACHABLE")
                            && state.vote("shop", "west", "witness").equals("SERVED")
                            && state.alarm("hold", "shop@west"));
            shop.cycles(5);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
        }
    }

    @Test
    @Rule({"E4", "E3"})
    void everyApplicationDeadIsNotSelfDistrust() {
        Scene.killInstances(world, STAGE.shop(), west);
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.await(
                "west is believed on itself, and on east",
                state -> state.condition("shop", "west").equals("failing")
                        && state.vote("shop", "east", "west").equals("SERVED")
                        && !state.self("west/a").path("wordWithdrawn").asBoolean(true)
                        && !state.self("west/b").path("wordWithdrawn").asBoolean(true));
    }

    @Test
    @Rule("W7")
    void everyControllerDecidesAgainWhatItHasDecided() {
        Scene.killInstances(world, STAGE.shop(), west);
        STAGE.awaitWeights("shop", 1000, 0);
        for (Site site : List.of(east, west, witness)) {
            Api.Answer answer = world.api(site, 1).post("/api/v1/replay", new ObjectMapper().createObjectNode());
            assertEquals(200, answer.status(), answer::toString);
            assertTrue(answer.body().path("exact").asBoolean(), answer::toString);
            assertTrue(answer.body().path("unread").isEmpty(), answer::toString);
            assertTrue(answer.body().path("turns").asLong() > 20, answer::toString);
        }
    }

    @Test
    @Rule({"E2", "E6"})
    void witnessDiesThenWestDies() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.kill(witness);
            STAGE.await(
                    "the witness's vote is missed",
                    state -> state.condition("shop", "west").equals("hold")
                            && state.reason("shop", "west").contains("witness missing"));
            STAGE.await(
                    "the electorate is without the witness",
                    state -> state.condition("shop", "west").equals("healthy")
                            && !state.reason("shop", "west").contains("witness"));
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
        }
        world.kill(west);
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.await(
                "east alone concludes the loss",
                state -> state.condition("shop", "west").equals("lost")
                        && state.rule("shop", "west").equals("E6"));
    }

    @Test
    @Rule({"E5", "E6"})
    void isolationNeedsAnchors() {
        setOnSilence("6s");
        try {
            world.outside().shut(Edge.ANCHOR + "-west");
            Scene.cutOff(world, west, east);
            Scene.cutOff(world, west, witness);
            try (Lookout shop = Lookout.over(STAGE, "shop")) {
                STAGE.await("west knows that it is isolated", state -> state.alarm("isolated", "west"), west);
                STAGE.awaitWeights("shop", 1000, 0, east, witness);
                shop.cycles(8);
                STAGE.await(
                        "west concludes nothing",
                        state -> state.rule("shop", "east").equals("E5"),
                        west);
                assertEquals(
                        List.of(),
                        shop.weights().stream()
                                .filter(seen -> seen.controller().startsWith("west/"))
                                .filter(seen -> !seen.weights().equals(BOTH))
                                .toList());
            }
            world.outside().open(Edge.ANCHOR + "-west");
            STAGE.await(
                    "with its anchors answering west believes the silence, as its policy says",
                    state -> state.condition("shop", "east").equals("silent"),
                    west);
            STAGE.awaitWeights("shop", 0, 1000, west);
            STAGE.awaitWeights("shop", 1000, 0, east, witness);
        } finally {
            setOnSilence("60s");
        }
    }

    /**
     * How long a silence lasts before votes that are missing no longer hold the weights; longer than {@code lossConfirm} and than the
     * electorate memory, as it is by default.
     */
    private void setOnSilence(String after) {
        Api.Answer answer = Scene.change(world.api(east, 1), STAGE.shop(), policy -> policy.putObject("silence")
                .put("after", after));
        assertTrue(answer.status() / 100 == 2, answer::toString);
    }

    // ---- who is heard

    @Test
    @Rule({"G2", "E3"})
    void oneWayLinkBlindsNobody() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.edge(west).swallow(east, Edge.LINK);
            shop.cycles(6);
            STAGE.await("everybody is heard by everybody", this::hearsEverybody);
            world.edge(west).swallow(witness, Edge.LINK);
            shop.cycles(6);
            STAGE.await("everybody is heard by everybody, by way of what west opens", this::hearsEverybody);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
        }
    }

    private boolean hearsEverybody(State state) {
        return List.of("east/a", "east/b", "west/a", "west/b", "witness/a").stream()
                .allMatch(state::hears);
    }

    @Test
    @Rule({"G5", "E1"})
    void resumedAfterStopAbstains() {
        world.controller(witness, 1).freeze();
        world.kill(west);
        STAGE.await(
                "the vote of the frozen witness is missed",
                state -> state.condition("shop", "west").equals("hold")
                        && state.reason("shop", "west").contains("witness missing"));
        STAGE.awaitWeights("shop", 500, 500);
        world.controller(witness, 1).thaw();
        STAGE.await(
                "the witness says that it abstains, and nobody counts what it saw before",
                state -> state.self("witness/a").path("abstaining").asBoolean()
                        && !state.vote("shop", "west", "witness").equals("SERVED"));
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.await(
                "the witness has looked again",
                state -> state.condition("shop", "west").equals("lost")
                        && state.vote("shop", "west", "witness").equals("UNREACHABLE"));
    }

    @Test
    @Rule("G5")
    void resumedAfterStopMovesNothing() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.controller(west, 1).freeze();
            world.controller(west, 2).freeze();
            STAGE.await(
                    "west is silent", state -> state.condition("shop", "west").equals("hold"));
            shop.cycles(3);
            world.controller(west, 1).thaw();
            world.controller(west, 2).thaw();
            STAGE.await("west is heard again", state -> state.condition("shop", "west")
                    .equals("healthy"));
            shop.cycles(3);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            assertEquals(
                    List.of(), shop.answersBut(answer -> !answer.addresses().isEmpty()));
        }
    }

    // ---- the way back

    @Test
    @Rule({"W3", "G3"})
    void restartedMidRampComputesTheSamePlan() {
        // Longer than the test, and so longer than silence.after too, which by default it is not: nobody is silent for
        // so long here.
        setSoak("120s");
        try {
            Scene.killInstances(world, STAGE.shop(), west);
            STAGE.awaitWeights("shop", 1000, 0);
            Scene.startInstances(world, STAGE.shop(), west);
            STAGE.await(
                    "west soaks at its first step",
                    state ->
                            state.ceiling("shop", "west").path("phase").asText().equals("SOAKING")
                                    && state.weight("shop", "west") > 0);
            SortedMap<String, Integer> step = STAGE.states(east).getFirst().weights("shop");
            assertFalse(BOTH.equals(step), step::toString);
            try (Lookout shop = Lookout.over(STAGE, "shop")) {
                // The plan is journaled every second: it is what a restarted controller shows first.
                shop.cycles(2);
                for (Site site : List.of(east, west)) {
                    world.controller(site, 1).kill();
                    STAGE.startController(site, 1);
                }
                world.awaitReady();
                STAGE.await("everybody hears everybody again", this::hearsEverybody);
                shop.cycles(2);
                assertEquals(List.of(), shop.weightsBut(step::equals));
                STAGE.await("it is still the first step", state -> state.serves("shop", step));
            }
        } finally {
            setSoak("2s");
            // What soaks already is not shortened: a new incident begins anew.
            Scene.killInstances(world, STAGE.shop(), west);
            STAGE.awaitWeights("shop", 1000, 0);
        }
    }

    private void setSoak(String soak) {
        Api.Answer answer = Scene.change(
                world.api(east, 2), STAGE.shop(), policy -> ((ObjectNode) policy.path("shifting")).put("soak", soak));
        assertTrue(answer.status() / 100 == 2, answer::toString);
    }

    @Test
    @Rule({"G3", "W3"})
    void restartedControllerTakesTheMergedCeilingFirst() throws IOException {
        Path old = world.directory().resolve("old-journal");
        Scene.killInstances(world, STAGE.shop(), west);
        STAGE.awaitWeights("shop", 1000, 0);
        world.controller(west, 1).kill();
        Folder.delete(old);
        Folder.copy(STAGE.journal(west, 1), old);
        STAGE.mend();

        assertNoDip(() -> STAGE.restartFromEmptyDisk(west, 1));
        STAGE.mend();
        assertNoDip(() -> {
            world.controller(west, 1).kill();
            Folder.delete(STAGE.journal(west, 1));
            Folder.copy(old, STAGE.journal(west, 1));
            STAGE.startController(west, 1);
            world.awaitReady();
        });
    }

    private interface Restart {
        void run() throws IOException;
    }

    /** West's first controller restarts, and then has to speak for west alone: its ceiling is what its sibling's was. */
    private void assertNoDip(Restart restart) throws IOException {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            restart.run();
            STAGE.await("everybody hears everybody again", this::hearsEverybody);
            world.controller(west, 2).kill();
            shop.cycles(4);
            STAGE.awaitWeights("shop", 500, 500);
            // Until it is ready the restarted one may show its journal's plan, which it serves to nobody (rule E9).
            assertEquals(
                    List.of(),
                    shop.weightsBut(BOTH::equals).stream()
                            .filter(Lookout.Weights::ready)
                            .toList());
            assertEquals(published(STAGE.shop(), east, west), shop.addresses());
        }
    }

    // ---- people

    @Test
    @Rule("W6")
    void contradictingDrainsAfterAHeal() {
        Scene.cutLink(world, west, east);
        Scene.cutLink(world, west, witness);
        String first = key(Scene.drain(world.api(east, 1), west, "west needs a rest", "30m"));
        Scene.drain(world.api(west, 1), east, "east needs a rest", "30m");
        STAGE.awaitWeights("shop", 1000, 0, east, witness);
        STAGE.awaitWeights("shop", 0, 1000, west);
        Scene.heal(world, west, east, Edge.LINK);
        Scene.heal(world, west, witness, Edge.LINK);
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.await(
                "the later one would leave nothing: it is refused, and shown",
                state -> state.overrides().size() == 2 && state.alarm("refused", "shop"));
        world.api(west, 2).delete("/api/v1/" + first);
        STAGE.awaitWeights("shop", 0, 1000);
    }

    @Test
    @Rule({"W6", "W3"})
    void endedDrainRamps() {
        String drain = key(Scene.drain(world.api(east, 1), west, "a new switch", "30m"));
        STAGE.await(
                "west carries nothing any more, and its ceiling says so",
                state -> state.ceiling("shop", "west").path("share").asDouble(1) == 0);
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            world.api(west, 1).delete("/api/v1/" + drain);
            STAGE.awaitWeights("shop", 500, 500);
            shop.assertRisesInSteps("west");
        }
    }

    @Test
    @Rule("G8")
    void acknowledgementNamesTheHolders() {
        Scene.cutLink(world, west, east);
        Scene.cutLink(world, west, witness);
        ObjectNode hold = new ObjectMapper()
                .createObjectNode()
                .put("action", "hold")
                .put("reason", "nobody touches this")
                .put("length", "30m");
        Api.Answer inTheCut = world.api(east, 1).post("/api/v1/overrides", hold);
        assertEquals(202, inTheCut.status(), inTheCut.toString());
        assertEquals("accepted", inTheCut.body().path("state").asText());
        assertTrue(holders(inTheCut).contains("east"), inTheCut.toString());
        assertFalse(holders(inTheCut).contains("west"), inTheCut.toString());

        Scene.heal(world, west, east, Edge.LINK);
        Scene.heal(world, west, witness, Edge.LINK);
        STAGE.await("the hold is known everywhere", state -> state.override("nobody touches this"));
        Api.Answer healed = world.api(east, 1).delete("/api/v1/" + key(inTheCut));
        assertEquals(200, healed.status(), healed.toString());
        assertEquals("done", healed.body().path("state").asText());
        assertTrue(holders(healed).contains("west"), healed.toString());
    }

    private static SortedSet<String> holders(Api.Answer answer) {
        SortedSet<String> holders = new TreeSet<>();
        answer.body().path("holders").forEach(site -> holders.add(site.asText()));
        return holders;
    }

    /** Where an override lies below the API. */
    private static String key(Api.Answer answer) {
        return answer.body().path("key").asText().replace("override/", "overrides/");
    }
}
