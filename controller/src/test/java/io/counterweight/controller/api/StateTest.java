package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.api.Calls.createPolicy;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a controller says of itself: state, decisions, events, health, metrics, its own description. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class StateTest {
    private final String service = Calls.newName();

    @TestHTTPResource("/api/v1/events")
    URL events;

    @AfterEach
    void theApplicationIsWell() {
        OneSite.answer(200);
    }

    @Test
    @Rule({"E3", "W7"})
    void stateSaysWhatIsServedAndWhy() {
        createPolicy(service);
        String at = "services." + service + ".";

        await().untilAsserted(() -> as(READER)
                .get("/api/v1/state")
                .then()
                .statusCode(200)
                .body("controller", equalTo("east/a"))
                .body("ready", equalTo(true))
                .body(at + "weights.east", equalTo(1000))
                .body(at + "signals.east.endpoints.one.state", equalTo("SERVING"))
                .body(at + "signals.east.endpoints.one.reason", equalTo("status 200"))
                .body(at + "conclusions.east.condition", equalTo("healthy"))
                .body(at + "conclusions.east.rule", startsWith("E"))
                .body(at + "conclusions.east.reason", not(emptyOrNullString()))
                .body("controllers", hasKey("east/a")));
    }

    @Test
    @Rule("W5")
    void anEvacuationIsShownStepByStep() {
        createPolicy(service);
        String id = as(OPERATOR)
                .body("{\"action\": \"evacuate\", \"datacenter\": \"east\", \"reason\": \"works\"}")
                .post(Calls.OVERRIDES)
                .then()
                .statusCode(201)
                .extract()
                .path("key")
                .toString()
                .substring("override/".length());
        String step = "evacuations[0].steps.find { it.service == '" + service + "' }.";

        try {
            await().untilAsserted(() -> as(READER)
                    .get("/api/v1/state")
                    .then()
                    .body("evacuations[0].datacenter", equalTo("east"))
                    .body(step + "stage", equalTo("STUCK"))
                    .body(step + "reason", equalTo("the policy of " + service + " names no other datacenter"))
                    .body("alarms.name", hasItem("evacuation-stuck")));
        } finally {
            as(OPERATOR).delete(Calls.OVERRIDES + id).then().statusCode(200);
        }
    }

    @Test
    @Rule("W7")
    void decisionsAreReadInPages() {
        createPolicy(service);
        await().until(() -> ids(service, "").size() >= 1);
        OneSite.answer(500);
        await().until(() -> ids(service, "").size() >= 2);

        List<Long> ids = ids(service, "");

        assertTrue(ids.get(0) > ids.get(1), "the latest first");
        assertEquals(List.of(ids.get(1)), ids(service, "&before=" + ids.getFirst() + "&limit=1"));
        decisions(service, "")
                .then()
                .body("[0].service", equalTo(service))
                .body("[0].controller", equalTo("east/a"))
                .body("[0].conclusions.east.reason", not(emptyOrNullString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit", "before"})
    void aPageThatIsNoNumberIsRefused(String parameter) {
        as(READER)
                .get("/api/v1/decisions?" + parameter + "=abc")
                .then()
                .statusCode(400)
                .body("field", equalTo(parameter));
    }

    private static Response decisions(String service, String more) {
        return as(READER).get("/api/v1/decisions?service=" + service + more);
    }

    private static List<Long> ids(String service, String more) {
        return decisions(service, more).jsonPath().getList("id", Long.class);
    }

    @Test
    @Rule("W7")
    void eventsTellEachDecisionAsItIsMade() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(events.toString()))
                .header("Authorization", "Bearer " + READER)
                .build();
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, stream.statusCode());
        assertTrue(stream.headers().firstValue("content-type").orElse("").startsWith("text/event-stream"));

        createPolicy(service);

        String line = firstAbout(stream.body());
        assertTrue(line.startsWith("data:{"), line);
        client.shutdownNow();
    }

    @Test
    void eventsAreToldToSoManyListenersAtMost() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(events.toString()))
                .header("Authorization", "Bearer " + READER)
                .build();
        List<HttpClient> clients = new ArrayList<>();
        HttpResponse<InputStream> last = null;
        while (last == null || last.statusCode() == 200 && clients.size() < 100) {
            HttpClient client = HttpClient.newHttpClient();
            clients.add(client);
            last = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        }

        assertEquals(503, last.statusCode());
        String said = new String(last.body().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("close one, or listen at another controller"), said);
        clients.forEach(HttpClient::shutdownNow);
        await().until(() -> {
            HttpClient client = HttpClient.newHttpClient();
            int status = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .statusCode();
            client.shutdownNow();
            return status == 200;
        });
    }

    private String firstAbout(InputStream stream) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("\"" + service + "\"")) {
                return line;
            }
        }
        return "the stream has ended";
    }

    @Test
    void openApiDocumentListsEveryPath() {
        given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(
                        "paths.keySet()",
                        hasItems(
                                "/api/v1/policies",
                                "/api/v1/policies/{service}",
                                "/api/v1/overrides",
                                "/api/v1/overrides/{id}",
                                "/api/v1/signals",
                                "/api/v1/signals/alertmanager",
                                "/api/v1/topology",
                                "/api/v1/state",
                                "/api/v1/decisions",
                                "/api/v1/explain/{service}",
                                "/api/v1/events"))
                .body("paths.collect { it.value.collect { m -> m.value.summary } }.flatten()", not(hasItem((String)
                        null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    @Rule("E9")
    void healthIsAnswered(String kind) {
        await().untilAsserted(() ->
                given().get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP")));
    }

    @Test
    void metricsAreNamedAndTheirLabelsAreNamesOfPoliciesAndTheTopology() {
        createPolicy(service);

        await().untilAsserted(() -> {
            String text =
                    given().get("/q/metrics").then().statusCode(200).extract().asString();
            for (String name : List.of(
                    "counterweight_weight{datacenter=\"east\",service=\"" + service + "\"",
                    "counterweight_ready",
                    "counterweight_loop_age_seconds",
                    "counterweight_journal_failing",
                    "counterweight_dns_answers_total{code=\"NOERROR\"",
                    "counterweight_dns_answers_total{code=\"NOTIMP\"",
                    "counterweight_dns_answers_total{code=\"BADVERS\"",
                    "counterweight_dns_slipped_total",
                    "counterweight_dns_silent_total",
                    "counterweight_dns_tcp_connections_total",
                    "counterweight_links",
                    "counterweight_dns_limited_total",
                    "counterweight_dns_malformed_total")) {
                assertTrue(text.contains(name), name + " is missing");
            }
        });
    }

    @Test
    void metricsDoNotGrowWithWhatIsAskedFor() {
        for (int i = 0; i < 20; i++) {
            as(READER).get(POLICIES + "unknown" + i);
            as(READER).get("/random/" + i);
        }
        String text = given().get("/q/metrics").asString().toLowerCase(Locale.ROOT);

        assertFalse(text.contains("unknown7"), "no path parameter is a label");
        assertFalse(text.contains("random/7"), "no unknown path is a label");
    }
}
