package io.counterweight.acceptance;

import static io.counterweight.acceptance.Scene.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.NameServer.Answer;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A controller starts, and the other datacenter is dead. */
final class DeadPeerAtStartTest {
    private static final Map<String, Integer> BOTH = Map.of("east", 500, "west", 500);
    private static final Map<String, Integer> EAST_ALONE = Map.of("east", 1000, "west", 0);
    private static final int NOERROR = 0;
    private static final int SERVFAIL = 2;

    @RegisterExtension
    static final Stage STAGE = Stage.of(new Stage.Shape(23, 1, false, 1, false, ""));

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();

    /**
     * A loss is confirmed later than the first round ends (5 s), so that both plans are seen. By default it is the other way round; with
     * the staleness bound, the electorate memory and {@code silence.after} the order is the default one.
     */
    @BeforeAll
    static void confirmLossLater() {
        assertEquals(
                200,
                Scene.change(
                                STAGE.world().api(STAGE.east(), 1),
                                STAGE.shop(),
                                policy -> policy.set("silence", lossConfirm(policy, "12s")))
                        .status());
    }

    private static ObjectNode lossConfirm(ObjectNode policy, String length) {
        return policy.objectNode().put("lossConfirm", length);
    }

    @Test
    @Rule({"E9", "G11"})
    void coldStartWithADeadPeer() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            // The plan is journaled every second.
            shop.cycles(2);
            Scene.killControllers(world, east);
            world.kill(west);
            STAGE.startController(east, 1);
            World.await("the first round ends without west", Stage.PATIENCE, () -> world.api(east, 1)
                    .ready());
            assertTrue(STAGE.states(east).getFirst().serves("shop", BOTH));
            STAGE.awaitWeights("shop", 1000, 0);
            assertEquals(List.of(), shop.weightsBut(seen -> seen.equals(BOTH) || seen.equals(EAST_ALONE)));
            assertEquals(List.of(), shop.answersBut(DeadPeerAtStartTest::addresses));
            assertEquals(published(STAGE.shop(), east, west), shop.addresses());
        }
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            shop.cycles(2);
            assertEquals(published(STAGE.shop(), east), shop.addresses());
        }
    }

    private static boolean addresses(Answer answer) {
        return answer.rcode() == NOERROR && !answer.addresses().isEmpty();
    }

    @Test
    @Rule({"E9", "G11"})
    void emptyDiskAnswersServfail() throws IOException {
        Scene.killControllers(world, east);
        world.kill(west);
        Folder.delete(STAGE.journal(east, 1));
        STAGE.startController(east, 1);
        World.await("east answers", Stage.PATIENCE, () -> world.nameServer(east, 1)
                .addresses("shop")
                .isPresent());
        for (String host : List.of("shop", "never-heard-of")) {
            Optional<Integer> rcode = world.nameServer(east, 1).addresses(host).map(Answer::rcode);
            assertEquals(Optional.of(SERVFAIL), rcode, host);
        }
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            STAGE.restart();
            STAGE.awaitWeights("shop", 500, 500);
            assertEquals(List.of(), shop.answersBut(answer -> answer.rcode() == SERVFAIL || addresses(answer)));
        }
    }
}
