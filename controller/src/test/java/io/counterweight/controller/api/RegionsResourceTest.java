package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
@Rule({"W1", "G6"})
class RegionsResourceTest {
    private static final String REGIONS = "/api/v1/regions";
    private static final String TABLE = "{\"eu\": [\"192.0.2.0/24\", \"2001:db8::/32\"]}";

    @Test
    void theTableIsWrittenReplacedAndDeletedByItsTag() {
        as(READER).get(REGIONS).then().statusCode(200).body(equalTo("{}"));
        as(OPERATOR).delete(REGIONS).then().statusCode(404);
        as(READER).body(TABLE).put(REGIONS).then().statusCode(403);
        as(OPERATOR)
                .body("{\"eu\": [\"192.0.2.1/24\"]}")
                .put(REGIONS)
                .then()
                .statusCode(400)
                .body("field", equalTo("eu"))
                .body("detail", containsString("bits set beyond its length"));

        String tag = as(OPERATOR)
                .body(TABLE)
                .put(REGIONS)
                .then()
                .statusCode(200)
                .body("key", equalTo("regions/networks"))
                .header("ETag", startsWith("\""))
                .extract()
                .header("ETag");
        as(READER)
                .get(REGIONS)
                .then()
                .statusCode(200)
                .header("ETag", equalTo(tag))
                .body("eu[1]", equalTo("2001:db8::/32"));
        as(OPERATOR).body(TABLE).put(REGIONS).then().statusCode(428);
        as(OPERATOR)
                .header("If-Match", "\"1:0:east/a\"")
                .body(TABLE)
                .put(REGIONS)
                .then()
                .statusCode(409);
        as(OPERATOR).header("If-Match", tag).delete(REGIONS).then().statusCode(200);
        as(READER).get(REGIONS).then().statusCode(200).body(equalTo("{}"));
    }
}
