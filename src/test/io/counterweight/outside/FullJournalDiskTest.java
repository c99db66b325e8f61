package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api.Answer;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Service;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk of east's controller is full: nothing that people want is lost unnoticed, and failover goes on. */
class FullJournalDiskTest {
    private static final Service SHOP = new Service("shop", 0, 2);
    private static final Service LARGE = new Service("large", 2, 1);
    private static final String ALARM = "journal-unwritable";
    private static final int MEGABYTES = 32;

    private static SmallWorld small;
    private static SmallDisk disk;
    private static Child east;

    @BeforeAll
    static void start() throws IOException {
        small = SmallWorld.prepare(42, false, List.of(SHOP, LARGE), "");
        disk = SmallDisk.over(small.world.directory().resolve("journal-east-a"), MEGABYTES);
        small.world.startController(small.west, 1);
        east = small.world.startController(small.east, 1, disk.launcher(), Map.of());
        small.world.awaitReady();
    }

    @AfterAll
    static void close() {
        small.close();
    }

    /** Before the journal has grown: what it has taken of the disk it can write again and again. */
    @BeforeEach
    void fill() throws IOException {
        disk.fill(east);
    }

    @AfterEach
    void makeRoom() throws IOException {
        disk.makeRoom(east);
    }

    @Test
    @Rule({"G8", "G11"})
    void fullDiskRefusesWritesAndFailoverGoesOn() throws IOException {
        small.await("an alarm stands where the disk is full", () -> small.alarm(small.east, ALARM));
        assertFalse(small.alarm(small.west, ALARM));

        refused(small.operator(small.east).put("/api/v1/policies/large", large(), Optional.empty()));
        refused(small.operator(small.east).post("/api/v1/overrides", drain()));
        small.world.sites().forEach(site -> {
            assertEquals(404, small.operator(site).get("/api/v1/policies/large").status());
            assertEquals(0, small.operator(site).get("/api/v1/overrides").body().size());
        });

        Answer elsewhere = small.operator(small.west).put("/api/v1/policies/shop", shop(), Optional.empty());
        assertEquals(202, elsewhere.status(), elsewhere.toString());
        assertEquals("[\"west\"]", elsewhere.body().path("holders").toString(), "east cannot hold it");
        small.await("east follows what it cannot hold", () -> small.weight(SHOP, small.east) == 500);

        small.application(SHOP, small.east, 1).behave(Manners.hangingUp());
        small.await(
                "the dead instance has left the answers of both",
                () -> small.weight(SHOP, small.east) == 250
                        && addresses().equals(List.of(SHOP.published(small.east, 2))));
        small.application(SHOP, small.east, 1).behave(Manners.healthy("shop", "east"));
        small.await("it is back", () -> small.weight(SHOP, small.east) == 500);
        assertTrue(small.alarm(small.east, ALARM));

        disk.makeRoom(east);
        small.await("the alarm is over", () -> !small.alarm(small.east, ALARM));
        Answer taken = small.operator(small.east).put("/api/v1/policies/large", large(), Optional.empty());
        assertEquals(201, taken.status(), taken.toString());
        assertEquals("[\"east\",\"west\"]", taken.body().path("holders").toString());
        assertTrue(east.alive());
    }

    private static void refused(Answer answer) {
        assertEquals(507, answer.status(), answer.toString());
        String said = answer.body().path("detail").asText();
        assertTrue(said.contains("failover goes on; make room on the disk of journal.directory"), said);
    }

    private static List<String> addresses() {
        JsonNode addresses = small.state(small.east, SHOP).path("addresses").path("east");
        return addresses.valueStream().map(JsonNode::asText).toList();
    }

    private static ObjectNode shop() {
        return small.policy(SHOP, any -> {});
    }

    /** A policy of some pages, more than any journal has to spare. */
    private static ObjectNode large() {
        return small.policy(LARGE, policy -> {
            ArrayNode hosts = policy.putArray("hosts");
            IntStream.range(0, 250).forEach(n -> hosts.add(("a".repeat(60) + ".").repeat(3) + "h" + n));
        });
    }

    private static ObjectNode drain() {
        ObjectNode body = small.policy(SHOP, any -> {}).removeAll();
        return body.put("action", "drain")
                .put("datacenter", "east")
                .put("reason", "disk")
                .put("length", "1m");
    }
}
