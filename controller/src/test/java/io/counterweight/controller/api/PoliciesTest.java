package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.api.Calls.createPolicy;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static io.counterweight.controller.kit.OneSite.SECOND_OPERATOR;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.controller.kit.OneSite;
import io.counterweight.rules.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class PoliciesTest {
    private final String service = Calls.newName();

    @Test
    @Rule("G8")
    void createsAPolicyAndNamesItsHolders() {
        as(OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(201)
                .header("ETag", startsWith("\""))
                .body("key", equalTo("policy/" + service))
                .body("state", equalTo("done"))
                .body("holders", equalTo(List.of("east")))
                .body("author", equalTo("ann"));
    }

    @Test
    void readsAPolicyAsItWasWritten() {
        String tag = createPolicy(service);

        as(READER)
                .get(POLICIES + service)
                .then()
                .statusCode(200)
                .header("ETag", equalTo(tag))
                .body("service", equalTo(service))
                .body("policy.hosts", equalTo(List.of(service)))
                .body("author", equalTo("ann"))
                .body("conflicts", hasSize(0));
        as(READER).get("/api/v1/policies").then().statusCode(200).body("service", hasItem(service));
    }

    @Test
    void replacesAPolicyOnlyFromItsVersion() {
        String first = createPolicy(service);
        as(OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(428)
                .contentType(containsString("application/problem+json"))
                .body("detail", containsString("send its ETag as If-Match"));

        as(OPERATOR)
                .header("If-Match", "*")
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(400)
                .body("detail", containsString("which is not one version"));

        String second = as(OPERATOR)
                .header("If-Match", first)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(first)))
                .extract()
                .header("ETag");

        as(SECOND_OPERATOR)
                .header("If-Match", first)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(409)
                .body("detail", containsString("look at the change by ann"));
        as(READER).get(POLICIES + service).then().header("ETag", equalTo(second));
    }

    @Test
    void twoOperatorsAtOnceOneGetsAConflict() throws Exception {
        String tag = createPolicy(service);
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> answers = Stream.of(OPERATOR, SECOND_OPERATOR)
                    .map(token -> two.submit(() -> {
                        together.await();
                        return as(token)
                                .header("If-Match", tag)
                                .body(OneSite.policy(service, "east"))
                                .put(POLICIES + service)
                                .statusCode();
                    }))
                    .toList();
            together.countDown();
            assertEquals(
                    List.of(200, 409),
                    Stream.of(answers.get(0).get(), answers.get(1).get())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void twoServicesThatClaimAHostAtOnceOneIsRefused() throws Exception {
        for (int trial = 0; trial < 10; trial++) {
            String host = Calls.newName();
            CountDownLatch together = new CountDownLatch(1);
            try (ExecutorService two = Executors.newFixedThreadPool(2)) {
                List<Future<Integer>> answers = Stream.of(Calls.newName(), Calls.newName())
                        .map(name -> two.submit(() -> {
                            together.await();
                            return as(OPERATOR)
                                    .body(OneSite.policy(host, "east"))
                                    .put(POLICIES + name)
                                    .statusCode();
                        }))
                        .toList();
                together.countDown();
                assertEquals(
                        List.of(201, 400),
                        Stream.of(answers.get(0).get(), answers.get(1).get())
                                .sorted()
                                .toList());
            }
        }
    }

    @Test
    @Rule("W5")
    void needsThatCloseACircleAreRefusedAndTheCircleIsNamed() {
        String callee = Calls.newName();
        String tag = createPolicy(callee);
        as(OPERATOR)
                .body(OneSite.needing(OneSite.policy(service, "east"), callee))
                .put(POLICIES + service)
                .then()
                .statusCode(201);

        as(OPERATOR)
                .header("If-Match", tag)
                .body(OneSite.needing(OneSite.policy(callee, "east"), service))
                .put(POLICIES + callee)
                .then()
                .statusCode(400)
                .body("field", equalTo("needs"))
                .body("detail", containsString(callee + " needs " + service + " needs " + callee));
    }

    @Test
    void validatesWithoutWriting() {
        as(OPERATOR)
                .queryParam("validate", true)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(200)
                .body("hosts", equalTo(List.of(service)))
                .body("damping.fall", equalTo(2));

        as(READER).get(POLICIES + service).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?validate", "?validate=", "?validate=1", "?validate=True", "?validate=TRUE"})
    void everyWordForValidatingWritesNothing(String query) {
        as(OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service + query)
                .then()
                .statusCode(200)
                .body("damping.fall", equalTo(2));

        as(READER).get(POLICIES + service).then().statusCode(404);
    }

    @Test
    void validateFalseWrites() {
        as(OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service + "?validate=false")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "0", "no", "on", " true", "truee"})
    void validateOfAnyOtherValueIsRefusedAndNothingChanges(String value) {
        as(OPERATOR)
                .queryParam("validate", value)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(400)
                .body("field", equalTo("validate"))
                .body("detail", startsWith("validate '" + value + "' is none of true, 1, false: "));

        as(READER).get(POLICIES + service).then().statusCode(404);
    }

    @Test
    void twoWordsAboutValidatingAreRefused() {
        as(OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service + "?validate=false&validate=true")
                .then()
                .statusCode(400)
                .body("detail", startsWith("validate 'false,true' is none of "));
    }

    @Test
    void whatAValidationAnswersCanBeWritten() {
        String filled = as(OPERATOR)
                .queryParam("validate", true)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service)
                .then()
                .statusCode(200)
                .body("mode", equalTo("weighted"))
                .body("check.format", equalTo("status-only"))
                .body("check.interval", equalTo("200ms"))
                .body("ttl.min", equalTo("1s"))
                .extract()
                .asString();

        as(OPERATOR).body(filled).put(POLICIES + service).then().statusCode(201);
        as(OPERATOR)
                .queryParam("validate", true)
                .body(filled)
                .put(POLICIES + service)
                .then()
                .statusCode(200)
                .body(equalTo(filled));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"hosts": []} | datacenters
                    {"hosts": ["s"], "datacenters": {"north": {}}} | datacenters.north
                    {"hosts": ["s"], "nonsense": 1} | nonsense
                    {"hosts": ["www.example.org."], "datacenters": {"east": {"endpoints": {"a": {"address": "192.0.2.1", "port": 1}}}}} | hosts
                    {"hosts": ["s"], "retiring": true, "datacenters": {"east": {"endpoints": {"a": {"address": "192.0.2.1", "port": 1}}}}} | retiring
                    """)
    void invalidPolicyIsRefusedByFieldAndNothingChanges(String body, String field) {
        as(OPERATOR)
                .body(body)
                .put(POLICIES + service)
                .then()
                .statusCode(400)
                .contentType(containsString("application/problem+json"))
                .body("title", equalTo("not taken, nothing has changed"))
                .body("field", equalTo(field))
                .body("detail", startsWith(field + " "));

        as(READER).get(POLICIES + service).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `` | the body is empty
                    [] | the body is no JSON object
                    {"hosts": | no JSON
                    {} {} | no JSON
                    {"hosts": ["a"], "hosts": ["b"]} | Duplicate field
                    """)
    void bodyThatIsNoSingleObjectIsRefused(String body, String words) {
        as(OPERATOR).body(body).put(POLICIES + service).then().statusCode(400).body("detail", containsString(words));
    }

    @Test
    void hostOfAnotherServiceIsRefused() {
        createPolicy(service);

        as(OPERATOR)
                .body(OneSite.policy(service, "east"))
                .put(POLICIES + service + "x")
                .then()
                .statusCode(400)
                .body("field", equalTo("hosts"))
                .body("detail", containsString("belongs to the service " + service + " already"));
    }

    @Test
    void hostOfAnotherServiceIsRefusedHoweverItIsWritten() {
        createPolicy(service);

        as(OPERATOR)
                .body(OneSite.policy(service, "east")
                        .replace("\"" + service + "\"", "\"" + service + ".example.test.\""))
                .put(POLICIES + service + "y")
                .then()
                .statusCode(400)
                .body("field", equalTo("hosts"))
                .body("detail", containsString("belongs to the service " + service + " already"));
    }

    @Test
    @Rule("G7")
    void retiredServiceLeavesAfterTwoTtls() {
        String tag = createPolicy(service);
        as(OPERATOR).header("If-Match", tag).delete(POLICIES + service).then().statusCode(200);
        as(READER).get(POLICIES + service).then().statusCode(200).body("policy.retiring", equalTo(true));

        await().until(() -> as(READER).get(POLICIES + service).statusCode() == 404);
        as(OPERATOR)
                .delete(POLICIES + service)
                .then()
                .statusCode(404)
                .body("detail", containsString("create it with PUT"));
    }
}
