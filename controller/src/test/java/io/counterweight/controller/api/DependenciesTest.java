package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether what a service needs is there. */
@QuarkusTest
@WithTestResource(
        value = OneSite.class,
        initArgs = {
            @ResourceArg(name = "tokens", value = "true"),
            @ResourceArg(name = "datacenters", value = "east, west")
        })
@Rule("W5")
class DependenciesTest {
    private final String caller = Calls.newName();
    private final String callee = Calls.newName();

    private static void create(String service, String policy) {
        as(OPERATOR).body(policy).put(POLICIES + service).then().statusCode(202);
    }

    private static Response ask(String service) {
        return as(READER).get("/api/v1/dependencies/" + service);
    }

    @AfterEach
    void theApplicationIsWell() {
        OneSite.answer(200);
    }

    @Test
    void whatIsNeededIsWaitedForWithTheReason() {
        OneSite.answer(500);
        create(callee, OneSite.policy(callee, "east"));
        create(caller, OneSite.needing(OneSite.policy(caller, "east"), callee));
        await().untilAsserted(() -> ask(caller)
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("ready", equalTo(false))
                .body("datacenter", equalTo("east"))
                .body("needs." + callee + ".ready", equalTo(false))
                .body("needs." + callee + ".reason", containsString("status 500")));

        OneSite.answer(200);
        await().untilAsserted(() -> ask(caller)
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("needs." + callee + ".ready", equalTo(true)));
    }

    @Test
    void whoNeedsNothingIsReady() {
        create(callee, OneSite.policy(callee, "east"));

        await().untilAsserted(() -> ask(callee).then().statusCode(200));
    }

    @Test
    void whoIsNotThereIsToldSo() {
        create(caller, OneSite.policy(caller, "west"));

        await().untilAsserted(() -> ask(caller)
                .then()
                .statusCode(404)
                .body("detail", containsString("does not name east: ask a controller of a datacenter that it names")));
        ask("nobody").then().statusCode(404).body("detail", containsString("GET /api/v1/policies lists"));
        ask("No_Name").then().statusCode(404).body("detail", containsString("has no policy here"));
    }
}
