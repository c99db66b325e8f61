package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.api.Calls.createPolicy;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static io.counterweight.controller.kit.OneSite.SHOP;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class SignalsTest {
    private final String service = Calls.newName();

    private static Response push(String token, String body) {
        return as(token).body(body).post("/api/v1/signals");
    }

    private static String signal(String service, String status, int sequence) {
        return "{\"service\":\"%s\",\"datacenter\":\"east\",\"status\":\"%s\",\"sequence\":%d}"
                .formatted(service, status, sequence);
    }

    @Test
    void signalIsTakenOnceAndReplaysAreIgnored() {
        createPolicy(service);

        push(OPERATOR, signal(service, "serving", 5)).then().statusCode(202).body("outcome", equalTo("accepted"));
        push(OPERATOR, signal(service, "serving", 5))
                .then()
                .statusCode(200)
                .body("outcome", startsWith("ignored"))
                .body("signals", equalTo(0));
    }

    @Test
    @Rule("E3")
    void whatAnApplicationSaysOfItselfIsBelieved() {
        createPolicy(service);
        push(OPERATOR, signal(service, "failing", 1)).then().statusCode(202);

        await().untilAsserted(() -> as(READER)
                .get("/api/v1/state")
                .then()
                .body("services." + service + ".conclusions.east.condition", equalTo("failing")));
    }

    @Test
    void serviceSpeaksForItselfAlone() {
        if (as(READER).get(POLICIES + "shop").statusCode() == 404) {
            createPolicy("shop");
        }
        createPolicy(service);

        push(SHOP, signal("shop", "serving", 1)).then().statusCode(202);
        push(SHOP, signal(service, "serving", 1))
                .then()
                .statusCode(403)
                .body("detail", containsString("may not speak for " + service));
        push(READER, signal("shop", "serving", 2)).then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"service": "absent", "datacenter": "east", "status": "serving"} | create one first
                    {"service": "absent", "datacenter": "west", "status": "serving"} | send it to a controller of west
                    {"service": "absent", "datacenter": "east", "status": "fine"} | is not serving, degraded or failing
                    {"service": "absent", "datacenter": "east"} | status is missing
                    {"service": "absent", "datacenter": "east", "status": "serving", "ttl": "2h"} | at most 1h
                    [] | no JSON object
                    """)
    void invalidSignalIsRefused(String body, String words) {
        push(OPERATOR, body)
                .then()
                .statusCode(400)
                .contentType(containsString("application/problem+json"))
                .body("detail", containsString(words));
    }

    @Test
    void alertmanagerIsHeard() {
        createPolicy(service);

        as(OPERATOR)
                .body("""
                        {"version": "4", "alerts": [{"status": "firing", "fingerprint": "f1", "labels":
                            {"alertname": "Errors", "service": "%s", "datacenter": "east", "capacity": "0.5"}}]}
                        """.formatted(service))
                .post("/api/v1/signals/alertmanager")
                .then()
                .statusCode(202)
                .body("signals", equalTo(1));
    }
}
