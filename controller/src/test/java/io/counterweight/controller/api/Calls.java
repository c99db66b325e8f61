package io.counterweight.controller.api;

import static io.restassured.RestAssured.given;

import io.counterweight.controller.kit.OneSite;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of the API say over and over. */
final class Calls {
    static final String POLICIES = "/api/v1/policies/";
    static final String OVERRIDES = "/api/v1/overrides/";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Calls() {}

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    /** A name that no other test uses. */
    static String newName() {
        return "s" + NAMES.incrementAndGet();
    }

    /** Creates a policy, in east alone, and returns its entity tag. */
    static String createPolicy(String service) {
        return as(OneSite.OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
    }
}
