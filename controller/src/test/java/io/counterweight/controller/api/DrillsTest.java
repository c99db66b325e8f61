package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded drills. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
@Rule("W4")
class DrillsTest {
    private static final String DRILLS = "/api/v1/drills";

    @Test
    void drillIsKeptWithWhoRecordedIt() {
        String id = as(OPERATOR)
                .body("{\"datacenter\": \"east\", \"passed\": true, \"evidence\": \"empty after 0.7 s\"}")
                .post(DRILLS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("key")
                .substring("drill/".length());

        String mine = "find { it.id == '" + id + "' }.";
        as(READER)
                .get(DRILLS)
                .then()
                .statusCode(200)
                .body(mine + "by", equalTo("ann"))
                .body(mine + "passed", equalTo(true))
                .body(mine + "datacenter", equalTo("east"))
                .body(mine + "ageSeconds", lessThan(60));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"evidence": "e"} | passed
                    {"passed": true} | evidence
                    {"passed": true, "evidence": "e", "service": "nowhere"} | service
                    {"passed": true, "evidence": "e", "datacenter": "mars"} | datacenter
                    {"passed": true, "evidence": "e", "at": "noon"} | at
                    """)
    void whatIsWrongIsNamed(String body, String field) {
        as(OPERATOR).body(body).post(DRILLS).then().statusCode(400).body("field", equalTo(field));
    }
}
