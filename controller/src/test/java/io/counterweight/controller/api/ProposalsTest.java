package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static io.counterweight.controller.kit.OneSite.SECOND_OPERATOR;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
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

/** People's consent to what a protected service waits for. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
@Rule("W4")
class ProposalsTest {
    private static final String PROPOSALS = "/api/v1/proposals/";
    private static final String APPROVE = "{\"vote\":\"approve\",\"reason\":\"seen\"}";
    private final String service = Calls.newName();

    /** Ann's drain of a service that these people protect: the proposal's id. */
    private String annsDrain(String people) {
        String approval = "\"safety\": {\"approval\": {\"of\": " + people + "}}, \"ttl\"";
        as(OPERATOR)
                .body(OneSite.policy(service, "east").replace("\"ttl\"", approval))
                .put(POLICIES + service)
                .then()
                .statusCode(201);
        Response drain = as(OPERATOR)
                .body(
                        "{\"action\":\"drain\",\"datacenter\":\"east\",\"service\":\"%s\",\"reason\":\"works\",\"length\":\"5m\"}"
                                .formatted(service))
                .post("/api/v1/overrides");
        drain.then().body("refused." + service, startsWith("ann wanted to drain east, refused by approval: 0 of 1"));
        return "order." + service + "." + drain.jsonPath().getString("key").substring("override/".length());
    }

    @Test
    void whatWaitsIsShownAndHappensOnceSomebodyElseApproves() {
        String id = annsDrain("[\"ann\", \"bob\"]");
        String mine = "find { it.id == '" + id + "' }.";
        as(READER)
                .get(PROPOSALS)
                .then()
                .statusCode(200)
                .body(mine + "by", equalTo("ann"))
                .body(mine + "what", equalTo("drain east"))
                .body(mine + "why", equalTo("works"))
                .body(mine + "of", equalTo(List.of("ann", "bob")))
                .body(mine + "needed", equalTo(1));

        as(SECOND_OPERATOR)
                .body(APPROVE)
                .post(PROPOSALS + id)
                .then()
                .statusCode(201)
                .body("author", equalTo("bob"));

        await().untilAsserted(() -> as(READER)
                .get("/api/v1/state")
                .then()
                .body(
                        "services." + service + ".steps.text",
                        hasItem("ann's order to drain east was approved by bob (" + id + ")")));
        as(SECOND_OPERATOR).body(APPROVE).post(PROPOSALS + id).then().statusCode(404);
    }

    @Test
    void aRejectionIsShownAndGrantsNothing() {
        String id = annsDrain("[\"ann\", \"bob\"]");

        as(SECOND_OPERATOR)
                .body("{\"vote\":\"reject\",\"reason\":\"not today\"}")
                .post(PROPOSALS + id)
                .then()
                .statusCode(201);

        String said = "find { it.id == '" + id + "' }.said[0].";
        await().untilAsserted(() -> as(READER)
                .get(PROPOSALS)
                .then()
                .body(said + "person", equalTo("bob"))
                .body(said + "approves", equalTo(false))
                .body(said + "reason", equalTo("not today"))
                .body(said + "remainingSeconds", greaterThan(3_000)));
    }

    @Test
    void nobodyConsentsToHisOwnOrder() {
        String id = annsDrain("[\"ann\", \"bob\"]");

        as(OPERATOR)
                .body(APPROVE)
                .post(PROPOSALS + id)
                .then()
                .statusCode(403)
                .body("detail", containsString("nobody consents to his own order"));
    }

    @Test
    void whoIsNotNamedMayOnlyBreakTheGlass() {
        String id = annsDrain("[\"cy\", \"dee\"]");
        as(SECOND_OPERATOR)
                .body(APPROVE)
                .post(PROPOSALS + id)
                .then()
                .statusCode(403)
                .body("detail", containsString("'bob' is none of cy, dee"));
        as(READER).body(APPROVE).post(PROPOSALS + id).then().statusCode(403);

        as(SECOND_OPERATOR)
                .body("{\"vote\":\"approve\",\"reason\":\"fire\",\"breakGlass\":true}")
                .post(PROPOSALS + id)
                .then()
                .statusCode(201);

        await().untilAsserted(() -> as(READER)
                .get("/api/v1/state")
                .then()
                .body(
                        "services." + service + ".steps.text",
                        hasItem("ann's order to drain east was broken open by bob: fire (" + id + ")")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"vote": "maybe", "reason": "r"} | vote
                    {"vote": "approve"} | reason
                    {"reason": "r"} | vote
                    {"vote": "approve", "reason": "r", "length": "9d"} | length
                    {"vote": "approve", "reason": "r", "proposal": "x"} | proposal
                    {"vote": "reject", "reason": "r", "breakGlass": true} | breakGlass
                    {"vote": "approve", "reason": "r", "person": "cy"} | person
                    """)
    void whatIsWrongIsNamed(String body, String field) {
        String id = annsDrain("[\"ann\", \"bob\"]");

        as(SECOND_OPERATOR)
                .body(body)
                .post(PROPOSALS + id)
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }

    @Test
    void whatDoesNotWaitCannotBeApproved() {
        as(SECOND_OPERATOR)
                .body(APPROVE)
                .post(PROPOSALS + "leave.nowhere.east.1")
                .then()
                .statusCode(404)
                .body("detail", containsString("GET lists those that do"));
    }
}
