package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.Controller;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A controller whose other datacenter is not there, whose disk is small, and whose API is on loopback without tokens. */
@QuarkusTest
@WithTestResource(
        value = OneSite.class,
        initArgs = {
            @ResourceArg(name = "datacenters", value = "east, west"),
            @ResourceArg(name = "journalBytes", value = "1048576")
        })
class FullDiskTest {
    private static final String ALARM = "alarms.findAll { it.name == 'journal-unwritable' }";

    private final String service = Calls.newName();

    @Inject
    Controller controller;

    private static RequestSpecification local() {
        return given().contentType(ContentType.JSON);
    }

    private void fill(int bytes) throws JournalFailure {
        controller.journal().save("filler", "x".repeat(bytes), List.of());
    }

    /** Leaves a few pages. */
    private void fillUp() {
        for (int bytes = 1 << 20; ; bytes -= 16 << 10) {
            try {
                fill(bytes);
                return;
            } catch (JournalFailure e) {
                assertTrue(bytes > 0, e.getMessage());
            }
        }
    }

    @AfterEach
    void makeRoom() throws JournalFailure {
        fill(1);
        OneSite.answer(200);
    }

    @Test
    @Rule("G8")
    void acknowledgementNamesTheHolders() {
        local().body(OneSite.policy(service, "east", "west"))
                .put(POLICIES + service)
                .then()
                .statusCode(202)
                .body("state", equalTo("accepted"))
                .body("holders", equalTo(List.of("east")))
                .body("author", equalTo("local"));
    }

    @Test
    @Rule({"G8", "G11"})
    void fullDiskRefusesWritesAndFailoverGoesOn() throws Exception {
        local().body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(202);
        await().untilAsserted(() ->
                local().get("/api/v1/state").then().body("services." + service + ".weights.east", equalTo(1000)));
        fillUp();
        String large = OneSite.policy(service + "x", "east")
                .replaceFirst("\\[", "[\"" + String.join("\", \"", hosts()) + "\", ");

        local().body(large)
                .put(POLICIES + service + "x")
                .then()
                .statusCode(507)
                .contentType(containsString("application/problem+json"))
                .body("detail", containsString("failover goes on; make room"));
        local().get(POLICIES + service + "x").then().statusCode(404);
        await().untilAsserted(() -> local().get("/api/v1/state")
                .then()
                .body(ALARM, hasSize(1))
                .body(ALARM + "[0].nextStep", containsString("make room on the disk")));

        OneSite.answer(500);
        await().untilAsserted(() -> local().get("/api/v1/state")
                .then()
                .body("services." + service + ".conclusions.east.condition", equalTo("failing")));

        fill(1);
        await().untilAsserted(() -> local().get("/api/v1/state").then().body(ALARM, empty()));
        local().body(large).put(POLICIES + service + "x").then().statusCode(202);
    }

    /** As many as a policy may have, and as long. */
    private static List<String> hosts() {
        return IntStream.range(0, 250)
                .mapToObj(i -> ("a".repeat(60) + ".").repeat(3) + "h" + i)
                .toList();
    }

    @Test
    void whoeverIsOnLoopbackMayDoEverything() {
        await().untilAsserted(() -> local().get("/api/v1/state").then().statusCode(200));
        local().body("{}").put("/api/v1/topology").then().statusCode(400);
    }
}
