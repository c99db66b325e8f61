package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.api.Calls.createPolicy;
import static io.counterweight.controller.kit.OneSite.READER;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** A service in plain words. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
@Rule("W7")
class ExplainTest {
    private final String service = Calls.newName();

    private String path() {
        return "/api/v1/explain/" + service;
    }

    @Test
    void itSaysWhatIsServedSinceWhenAndWhy() {
        createPolicy(service);

        await().untilAsserted(() -> as(READER)
                .get(path())
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("service", equalTo(service))
                .body("weights.east", equalTo(1000))
                .body("since.east.set", equalTo(true))
                .body("sentences.section", hasItem("CHANGES"))
                .body("sentences.text", hasItem(containsString("east is healthy"))));
    }

    @Test
    void forPeopleItIsAPageOfText() {
        createPolicy(service);

        await().untilAsserted(() -> as(READER)
                .accept(ContentType.TEXT)
                .get(path())
                .then()
                .statusCode(200)
                .contentType(ContentType.TEXT)
                .body(containsString("What would change it\n"))
                .body(matchesPattern("(?s).*east gets 100.0 % at .*, since 2.*Z \\(decision \\d+\\)\\. \\[W1\\].*")));
    }

    @Test
    void aServiceWithoutAPolicyIsToldWithTheNextStep() {
        for (String unknown : new String[] {service, "No-Name"}) {
            as(READER)
                    .get("/api/v1/explain/" + unknown)
                    .then()
                    .statusCode(404)
                    .body("detail", containsString("GET /api/v1/policies"));
        }
    }
}
