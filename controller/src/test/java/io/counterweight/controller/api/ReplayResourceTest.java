package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.api.Calls.createPolicy;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.controller.recording.RecordingReader;
import io.counterweight.controller.recording.ReplayView;
import io.counterweight.controller.recording.Replaying;
import io.counterweight.engine.replay.Question;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A running controller's recording, told, exported and replayed. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
@Rule("W7")
class ReplayResourceTest {
    private static final String RECORDING = "/api/v1/recording";
    private static final String REPLAY = "/api/v1/replay";

    private final String service = Calls.newName();

    private static ValidatableResponse replayed(String question) {
        return as(OPERATOR)
                .contentType(ContentType.JSON)
                .body(question)
                .post(REPLAY)
                .then();
    }

    private void recorded() {
        createPolicy(service);
        await().untilAsserted(() ->
                as(READER).get("/api/v1/state").then().body("services." + service + ".weights.east", equalTo(1000)));
        await().untilAsserted(() -> replayed("{}").statusCode(200).body("turns", greaterThan(20)));
    }

    @Test
    void itSaysWhatIsRecorded() {
        recorded();

        as(READER)
                .get(RECORDING)
                .then()
                .statusCode(200)
                .body("records", equalTo(true))
                .body("bytes", greaterThan(0))
                .body("chapters", equalTo(1))
                .body("gaps", equalTo(List.of()))
                .body("failing", equalTo(""));
    }

    @Test
    void aRunningControllerIsDecidedAgainBitForBit() {
        recorded();

        replayed("{}")
                .statusCode(200)
                .body("controller", equalTo("east/a"))
                .body("exact", equalTo(true))
                .body("unread", equalTo(List.of()))
                .body("differences", equalTo(List.of()))
                .body("unknowable", equalTo(List.of()));
    }

    @Test
    void anExportIsDecidedAgainElsewhere() {
        recorded();
        byte[] exported = as(READER)
                .get(RECORDING + "/export")
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .extract()
                .asByteArray();
        Replaying replaying = new Replaying(new Question(0, Long.MAX_VALUE, new TreeMap<>(), 10), () -> true);

        RecordingReader.read(new ByteArrayInputStream(exported), replaying);

        ReplayView view = replaying.view().orElseThrow();
        assertTrue(view.exact(), view::text);
        assertEquals(List.of(), view.unread());
    }

    @Test
    void anotherPolicysDifferencesAreToldInWords() {
        recorded();
        String other = OneSite.policy(service, "east").replace("\"max\": \"1s\"", "\"max\": \"9s\"");

        replayed("{\"policies\": {\"%s\": %s}}".formatted(service, other))
                .statusCode(200)
                .body("exact", equalTo(true))
                .body("unknowable", hasItem(containsString("stay as they were recorded")));
        as(OPERATOR)
                .contentType(ContentType.JSON)
                .accept(ContentType.TEXT)
                .body("{\"policies\": \"current\"}")
                .post(REPLAY)
                .then()
                .statusCode(200)
                .contentType(ContentType.TEXT)
                .body(containsString("What the other policies would have done"));
    }

    @Test
    void whatIsWrongIsNamed() {
        replayed("{\"form\": 1}").statusCode(400).body("field", equalTo("form"));
        replayed("{\"from\": \"last Tuesday\"}")
                .statusCode(400)
                .body("field", equalTo("from"))
                .body("detail", containsString("2026-11-24T09:30:00Z"));
        replayed("{\"from\": \"2026-11-24T09:30:00Z\", \"to\": \"2026-11-24T09:00:00Z\"}")
                .statusCode(400)
                .body("field", equalTo("from"));
        replayed("{\"policies\": \"old\"}").statusCode(400).body("field", equalTo("policies"));
        replayed("{\"policies\": {\"shop\": {\"hosts\": 5}}}")
                .statusCode(400)
                .body("field", equalTo("policies.shop.datacenters"));
        replayed("{\"to\": \"2001-01-01T00:00:00Z\"}")
                .statusCode(404)
                .body("detail", containsString("GET /api/v1/recording"));
        as(READER).get(RECORDING + "/export?from=now").then().statusCode(400).body("field", equalTo("from"));
        as(READER).get(RECORDING + "/export?to=2001-01-01T00:00:00Z").then().statusCode(404);
    }

    @Test
    void onlyAnOperatorMayReplay() {
        as(READER).contentType(ContentType.JSON).body("{}").post(REPLAY).then().statusCode(403);
    }
}
