package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.OVERRIDES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.api.Calls.createPolicy;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static io.counterweight.controller.kit.OneSite.SECOND_OPERATOR;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Overrides, and the voting set. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class OverridesTest {
    private final String service = Calls.newName();

    private static Response drain(String token, String service, String length) {
        return as(token)
                .body(
                        "{\"action\":\"drain\",\"datacenter\":\"east\",\"service\":\"%s\",\"reason\":\"works\",\"length\":\"%s\"}"
                                .formatted(service, length))
                .post("/api/v1/overrides");
    }

    private static String id(Response accepted) {
        return accepted.then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("key")
                .substring("override/".length());
    }

    @Test
    @Rule({"W6", "G8"})
    void overrideIsOwnedByTheToken() {
        createPolicy(service);
        Response accepted = drain(SECOND_OPERATOR, service, "5m");
        accepted.then().body("author", equalTo("bob")).body("holders", equalTo(List.of("east")));

        String mine = "find { it.id == '" + id(accepted) + "' }.";
        as(READER)
                .get("/api/v1/overrides")
                .then()
                .statusCode(200)
                .body(mine + "owner", equalTo("bob"))
                .body(mine + "reason", equalTo("works"))
                .body(mine + "action", equalTo("drain"))
                .body(mine + "remainingSeconds", lessThanOrEqualTo(300))
                .body(mine + "remainingSeconds", greaterThan(200));
    }

    @Test
    @Rule({"W4", "W6"})
    void orderThatASafetyRuleRefusesSaysSoAtOnceAndAsLongAsItIs() {
        createPolicy(service);
        await().untilAsserted(() ->
                as(READER).get("/api/v1/state").then().body("services." + service + ".weights.east", equalTo(1000)));
        Response accepted = drain(OPERATOR, service, "5m");

        String words = "ann wanted to drain east, refused by min-serving";
        accepted.then().statusCode(201).body("refused." + service, startsWith(words));
        as(READER)
                .get("/api/v1/overrides")
                .then()
                .body("find { it.id == '" + id(accepted) + "' }.refused." + service, startsWith(words));
    }

    @Test
    @Rule("W6")
    void overrideIsEndedOnce() {
        createPolicy(service);
        String id = id(drain(OPERATOR, service, "5m"));

        as(OPERATOR).delete(OVERRIDES + id).then().statusCode(200);

        as(OPERATOR)
                .delete(OVERRIDES + id)
                .then()
                .statusCode(404)
                .body("detail", containsString("GET lists those that are"));
    }

    @Test
    @Rule("W6")
    void overrideEndsByItselfWhenItsTimeIsOver() {
        createPolicy(service);
        String id = id(drain(OPERATOR, service, "1s"));

        await().until(() ->
                !as(READER).get("/api/v1/overrides").jsonPath().getList("id").contains(id));
        as(OPERATOR).delete(OVERRIDES + id).then().statusCode(404);
    }

    @Test
    @Rule("W6")
    void overrideOfAnUnknownServiceIsRefused() {
        drain(OPERATOR, "nowhere", "5m").then().statusCode(400).body("field", equalTo("service"));
    }

    @Test
    @Rule("W6")
    void capturedWeightsAreTheControllersToWrite() {
        as(OPERATOR)
                .body("{\"action\":\"hold\",\"reason\":\"r\",\"captured\":{}}")
                .post("/api/v1/overrides")
                .then()
                .statusCode(400)
                .body("field", equalTo("captured"));
    }

    @Test
    @Rule({"W3", "W6"})
    void releaseOfAnIncidentThatNeverWasIsRefused() {
        createPolicy(service);
        String release =
                "{\"action\":\"release\",\"datacenter\":\"east\",\"service\":\"" + service + "\",\"reason\":\"r\"%s}";

        as(OPERATOR)
                .body(release.formatted(",\"epoch\":1"))
                .post("/api/v1/overrides")
                .then()
                .statusCode(400)
                .body("field", equalTo("epoch"))
                .body("detail", containsString("none is known there"));
        as(OPERATOR)
                .body(release.formatted(""))
                .post("/api/v1/overrides")
                .then()
                .statusCode(400)
                .body("field", equalTo("datacenter"))
                .body("detail", containsString("there is nothing to release"));
    }

    @Test
    @Rule("W6")
    void anOrderThatCouldChangeNothingIsRefused() {
        createPolicy(service);

        as(OPERATOR)
                .body("{\"action\":\"release\",\"datacenter\":\"east\",\"service\":\"" + service
                        + "\",\"epoch\":0,\"upTo\":50,\"reason\":\"r\"}")
                .post("/api/v1/overrides")
                .then()
                .statusCode(400)
                .body("field", equalTo("upTo"))
                .body("detail", containsString("50 is for services whose shifting.failback is manual"));
    }

    @Test
    @Rule("G9")
    void datacenterLeavesOnlyAtWeightZero() {
        createPolicy(service);
        await().untilAsserted(() ->
                as(READER).get("/api/v1/state").then().body("services." + service + ".weights.east", equalTo(1000)));

        as(OPERATOR)
                .body("{\"datacenters\":[\"north\"],\"witnesses\":[\"east\"]}")
                .put("/api/v1/topology")
                .then()
                .statusCode(400)
                .body("field", equalTo("datacenters"))
                .body("detail", containsString("leaves out east, which still has weight"));

        as(READER).get("/api/v1/topology").then().statusCode(200).body("datacenters", equalTo(List.of("east")));
    }

    @ParameterizedTest
    @Rule("G9")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"datacenters": []} | datacenters
                    {"datacenters": ["East"]} | datacenters
                    {"datacenters": ["east"], "witnesses": ["east"]} | witnesses
                    {"datacenters": ["east"], "regions": []} | regions
                    """)
    void invalidTopologyIsRefused(String body, String field) {
        as(OPERATOR).body(body).put("/api/v1/topology").then().statusCode(400).body("field", equalTo(field));
    }

    @Test
    @Rule("G9")
    void topologyIsChangedOnlyFromTheVersionThatWasSeen() {
        as(OPERATOR)
                .header("If-Match", "\"1:0:east/z\"")
                .body("{\"datacenters\":[\"east\"]}")
                .put("/api/v1/topology")
                .then()
                .statusCode(409)
                .body("detail", containsString("the voting set is no longer version"));
    }
}
