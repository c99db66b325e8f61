package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static org.hamcrest.Matchers.equalTo;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits across all services. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
@Rule("W4")
class SafetyResourceTest {
    private static final String SAFETY = "/api/v1/safety";

    @Test
    void limitsAreReadWithTheirDefaultsAndChangedFromTheVersionThatWasSeen() {
        as(READER)
                .get(SAFETY)
                .then()
                .statusCode(200)
                .body("maxShifts", equalTo(20))
                .body("shiftWindow", equalTo("10m"))
                .body("maxAtOnce", equalTo(4))
                .body("massFailure.window", equalTo("10s"));

        String first = as(OPERATOR)
                .body("{\"maxAtOnce\": 1}")
                .put(SAFETY)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        as(READER).get(SAFETY).then().body("maxAtOnce", equalTo(1)).body("maxShifts", equalTo(20));
        as(OPERATOR).body("{\"maxAtOnce\": 2}").put(SAFETY).then().statusCode(428);
        as(OPERATOR)
                .header("If-Match", first)
                .body("{\"maxAtOnce\": 4}")
                .put(SAFETY)
                .then()
                .statusCode(200);
        as(OPERATOR)
                .header("If-Match", first)
                .body("{\"maxAtOnce\": 3}")
                .put(SAFETY)
                .then()
                .statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"maxShifts": 0} | maxShifts
                    {"maxAtOnce": 0} | maxAtOnce
                    {"shiftWindow": "9d"} | shiftWindow
                    {"massFailure": {"share": 2}} | massFailure.share
                    {"massFailure": {"window": "0s"}} | massFailure.window
                    {"services": 3} | services
                    """)
    void whatIsWrongIsNamed(String body, String field) {
        as(OPERATOR).body(body).put(SAFETY).then().statusCode(400).body("field", equalTo(field));
    }
}
