package io.counterweight.acceptance;

import static io.counterweight.acceptance.Scene.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An exclusive ledger, which belongs in west, over real processes: at the name servers' answers it is never in two places. */
@Rule("E7")
final class ExclusiveProcessesTest {
    private static final int SERVFAIL = 2;

    @RegisterExtension
    static final Stage STAGE = Stage.of(new Stage.Shape(25, 1, true, 1, true, ""));

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();
    private final Site witness = STAGE.witness();

    @BeforeAll
    static void makeItExclusive() {
        Api.Answer answer = Scene.change(STAGE.world().api(STAGE.east(), 1), STAGE.ledger(), policy -> {
            policy.put("mode", "exclusive");
        });
        assertEquals(2, answer.status() / 100, answer::toString);
        STAGE.awaitCalm();
    }

    @Test
    void isolatedExclusiveStandsDownBeforeOthersPromote() {
        try (Lookout ledger = Lookout.over(STAGE, "ledger")) {
            world.outside().shut(Edge.ANCHOR + "-west");
            Scene.cutOff(world, west, east);
            Scene.cutOff(world, west, witness);
            STAGE.awaitWeights("ledger", 1000, 0, east);
            ledger.cycles(3);

            assertMovedOnce(ledger);
            STAGE.await("west says why it answers nothing", state -> state.alarm("stood-down", "ledger"), west);
            assertEquals(
                    SERVFAIL,
                    world.nameServer(west, 1).addresses("ledger").orElseThrow().rcode());
        }
    }

    @Test
    void exclusiveIsNeverPromotedAlone() {
        world.kill(witness);
        STAGE.await("two of three are a majority", state -> !state.alarm("stood-down", "ledger"), east, west);
        world.kill(west);
        STAGE.await("east answers nothing", state -> state.alarm("stood-down", "ledger"), east);
        // Of what is answered nowhere no weight is ever seen: the other one's are the clock.
        try (Lookout ledger = Lookout.over(STAGE, "ledger");
                Lookout shop = Lookout.over(STAGE, "shop")) {
            shop.cycles(6);
            assertEquals(List.of(), ledger.answersBut(answer -> answer.rcode() == SERVFAIL));
        }

        ObjectNode promotion = new ObjectMapper()
                .createObjectNode()
                .put("action", "promote")
                .put("service", "ledger")
                .put("datacenter", "east")
                .put("reason", "west is dead")
                .put("length", "10m");
        Api.Answer answer = world.api(east, 1).post("/api/v1/overrides", promotion);

        assertEquals(2, answer.status() / 100, answer::toString);
        STAGE.awaitWeights("ledger", 1000, 0, east);
        assertEquals(
                List.copyOf(published(STAGE.ledger(), east)),
                world.nameServer(east, 1).addresses("ledger").orElseThrow().addresses());
    }

    /** Whoever asked the name servers one after the other never heard of west again once one of them had named east. */
    private void assertMovedOnce(Lookout ledger) {
        SortedSet<String> inEast = published(STAGE.ledger(), east);
        SortedSet<String> inWest = published(STAGE.ledger(), west);
        List<String> seen = new ArrayList<>();
        for (Lookout.Answered each : ledger.answers()) {
            each.answer().ifPresent(answer -> {
                if (inEast.containsAll(answer.addresses())
                        && !answer.addresses().isEmpty()) {
                    seen.add("east");
                } else if (inWest.containsAll(answer.addresses())
                        && !answer.addresses().isEmpty()) {
                    seen.add("west");
                } else {
                    seen.add("nothing");
                }
            });
        }
        int firstEast = seen.indexOf("east");
        int lastWest = seen.lastIndexOf("west");
        assertTrue(firstEast > 0, seen::toString);
        assertTrue(lastWest < firstEast, seen::toString);
        assertTrue(seen.subList(Math.max(0, lastWest), firstEast).contains("nothing"), seen::toString);
    }
}
