package io.counterweight.outside;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.rules.Rule;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators may not write, and what they are told: after each refusal everything is as it was, in both datacenters. */
class PolicyRefusalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Service SHOP = new Service("shop", 0, 1);
    private static final Service GUEST = new Service("guest", 1, 1);
    private static final String PROBLEM = "application/problem+json";
    private static final String POLICIES = "/api/v1/policies/";
    private static final int NXDOMAIN = 3;
    private static final int TTL_SECONDS = 1;

    private static SmallWorld small;

    @BeforeAll
    static void start() {
        small = SmallWorld.prepare(41, false, List.of(SHOP, GUEST), "");
        small.startControllers();
        small.create(SHOP, small.policy(SHOP, any -> {}));
    }

    @AfterAll
    static void close() {
        small.close();
    }

    private static RequestSpecification as(String token, Site site) {
        return given().baseUri(small.operator(site).base())
                .header("Authorization", "Bearer " + small.world.token(token))
                .contentType(ContentType.JSON);
    }

    private static RequestSpecification operator() {
        return as("operator", small.east);
    }

    private static String tag(String service) {
        return operator()
                .get(POLICIES + service)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    /** The shop as both controllers serve it: whatever a refused write could have changed. */
    private static List<JsonNode> served() {
        List<JsonNode> served = new ArrayList<>();
        for (Site site : List.of(small.east, small.west)) {
            JsonNode state = small.state(site, SHOP);
            served.add(state.path("weights"));
            served.add(state.path("addresses"));
            served.add(state.at("/conclusions/east/condition"));
            served.add(small.operator(site).get(POLICIES + SHOP.name()).body());
        }
        return served;
    }

    /** The shop's policy with the value at a path replaced; {@code -} takes it out. */
    private static String with(String path, String value) throws JsonProcessingException {
        ObjectNode body = small.policy(SHOP, any -> {});
        ObjectNode at = body;
        List<String> parts = List.of(path.split("/", -1));
        for (String part : parts.subList(0, parts.size() - 1)) {
            at = at.withObjectProperty(part);
        }
        if (value.equals("-")) {
            at.remove(parts.getLast());
        } else {
            at.set(parts.getLast(), JSON.readTree(value));
        }
        return body.toString();
    }

    /** Refused as a change of what is there, as something new, and where it is only looked at; and nothing has changed. */
    private static void refused(String body, String field, String words) {
        String tag = tag(SHOP.name());
        List<JsonNode> before = served();
        for (Response answer : List.of(
                operator().header("If-Match", tag).body(body).put(POLICIES + SHOP.name()),
                operator().queryParam("validate", true).body(body).put(POLICIES + SHOP.name()))) {
            answer.then()
                    .statusCode(400)
                    .contentType(containsString(PROBLEM))
                    .body("title", equalTo("not taken, nothing has changed"))
                    .body("detail", containsString(words));
            assertEquals(field, answer.path("field") == null ? "" : answer.path("field"), answer.asString());
        }
        operator().body(body).put(POLICIES + "novel").then().statusCode(400);
        assertEquals(tag, tag(SHOP.name()));
        assertEquals(before, served());
        operator().get(POLICIES + "novel").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    hosts | - | hosts | hosts is empty: name what clients resolve
                    hosts | "shop" | hosts | hosts is no list: write [...]
                    hosts | null | hosts | hosts is no list: write [...]
                    hosts | [7] | hosts | hosts holds 7, which is no text
                    hosts | ["Shop"] | hosts | 'Shop' is no host name in lower case
                    hosts | ["*.shop"] | hosts | '*.shop' is no host name
                    hosts | ["shop", "shop"] | hosts | names 'shop' twice: take one out
                    hosts | ["shop", "shop.example.test."] | hosts | names shop.example.test. twice, also as 'shop.example.test.': take one out
                    hosts | ["shop.example.org."] | hosts | 'shop.example.org.' is outside the zone example.test.
                    hosts | ["ns-west-a"] | hosts | 'ns-west-a' is a name of the zone example.test. itself
                    mode | "closest" | mode | 'closest' is none of weighted, priority, nearest, exclusive
                    mode | "priority" | datacenters.east.priority | datacenters.east.priority is missing
                    choice | 1 | choice | '1' must be a text
                    wieght | 5 | wieght | wieght is unknown; here stand check, choice, damping, datacenters
                    datacenters | - | datacenters | is empty: name at least one datacenter of [east, west]
                    datacenters | [] | datacenters | is no object: write {...}
                    datacenters/north | {} | datacenters.north | is no datacenter of the topology, which has [east, west]
                    datacenters/East | {} | datacenters.East | datacenters.East 'East' is no valid name
                    datacenters/east/weight | "100" | datacenters.east.weight | "100" is no whole number
                    datacenters/east/weight | -1 | datacenters.east.weight | -1 is outside 0..1000000
                    datacenters/east/weight | 1.5 | datacenters.east.weight | 1.5 is no whole number
                    datacenters/east/weight | 1e400 | datacenters.east.weight | is no whole number
                    datacenters/east/weight | 99999999999999999999 | datacenters.east.weight | 99999999999999999999 is no whole number
                    datacenters/east/weight | true | datacenters.east.weight | true is no whole number
                    datacenters/east/endpoints | {} | datacenters.east.endpoints | has 0 entries: use 1 to 256
                    datacenters/east/endpoints/i1/address | "db.example" | datacenters.east.endpoints.i1.address | 'db.example' is no literal IP address
                    datacenters/east/endpoints/i1/address | "localhost" | datacenters.east.endpoints.i1.address | 'localhost' is no literal IP address
                    datacenters/east/endpoints/i1/address | "256.1.1.1" | datacenters.east.endpoints.i1.address | '256.1.1.1' is no literal IP address
                    datacenters/east/endpoints/i1/address | "0.0.0.0" | datacenters.east.endpoints.i1.address | '0.0.0.0' is not the address of one host
                    datacenters/east/endpoints/i1/address | 5 | datacenters.east.endpoints.i1.address | '5' must be a text
                    datacenters/east/endpoints/i1/port | 0 | datacenters.east.endpoints.i1.port | 0 is outside 1..65535
                    datacenters/east/endpoints/i1/port | - | datacenters.east.endpoints.i1.port | is missing
                    datacenters/east/endpoints/i1/published | "224.0.0.1" | datacenters.east.endpoints.i1.published | '224.0.0.1' is not the address of one host
                    datacenters/east/published/vip | {"address": "192.0.2.9", "port": 443} | datacenters.east.endpoints.i1.published | stands beside datacenters.east.published, which is in front of all: keep one
                    check/protocol | "icmp" | check.protocol | 'icmp' is none of http, https, tcp, tls, grpc
                    check/path | "health" | check.path | 'health' must begin with /
                    check/status | {"min": 300, "max": 200} | check.status.min | 300 is above check.status.max 200
                    check/body | "(" | check.body | '(' is no regular expression
                    check/interval | 1 | check.interval | '1' must be a text
                    check/interval | "1ms" | check.interval | 1ms is below 50ms: make it longer
                    check/timeout | "2h" | check.timeout | 2h is longer than 1h
                    check/identity | {"header": "A", "field": "b", "expected": "x"} | check.identity | needs either header or field
                    damping/fall | 0 | damping.fall | 0 is outside 1..100
                    damping/flap/window | "soon" | damping.flap.window | 'soon' is no length of time: write it like 250ms
                    shifting/steps | [50, 25, 100] | shifting.steps | [50, 25, 100] must rise
                    shifting/steps | [50] | shifting.steps | [50] must end with 100
                    shifting/soak | "1s" | shifting.soak | 1s is shorter than two times ttl.max
                    safety/minServing | 3 | safety.minServing | 3 is more than the 2 datacenters of the policy
                    safety/maxRemoved | 1.01 | safety.maxRemoved | 1.01 is outside 0..1
                    silence/onSilence | "pray" | silence.onSilence | 'pray' is none of hold, drain
                    ttl/min | "1h" | ttl.min | 1h is longer than ttl.max 1s: make it shorter
                    ttl/max | "-5s" | ttl.max | '-5s' must be above 0
                    retiring | true | retiring | is written by a deletion: send DELETE
                    """)
    void whatIsWrongInAPolicyIsNamedAndNothingChanges(String path, String value, String field, String words)
            throws JsonProcessingException {
        refused(with(path, value), field, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `` | the body is empty: send a JSON object
                    hosts: [shop] | the body is no JSON that can be taken
                    {"hosts": ["shop" | the body is no JSON that can be taken
                    {} {} | the body is no JSON that can be taken
                    {"hosts": ["a"], "hosts": ["b"]} | Duplicate field 'hosts'
                    {'hosts': ['a']} | the body is no JSON that can be taken
                    {"hosts": [NaN]} | the body is no JSON that can be taken
                    [] | the body is no JSON object
                    null | the body is no JSON object
                    "shop" | the body is no JSON object
                    """)
    void whatIsNoJsonObjectIsRefusedAndNothingChanges(String body, String words) {
        refused(body, "", words);
    }

    @Test
    void aThousandFoldNestedBodyIsRefusedAndNothingChanges() {
        refused(
                "{\"hosts\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "",
                "the body is no JSON that can be taken");
    }

    @Test
    void weightsOfNothingAtAllAreRefusedAndNothingChanges() {
        ObjectNode body = small.policy(SHOP, any -> {});
        body.path("datacenters").forEach(each -> ((ObjectNode) each).put("weight", 0));
        refused(body.toString(), "datacenters", "have weight 0 everywhere: give one a weight above 0");
    }

    @Test
    void tooManyEndpointsAreRefusedAndNothingChanges() {
        ObjectNode body = small.policy(SHOP, any -> {});
        ObjectNode endpoints = (ObjectNode) body.at("/datacenters/east/endpoints");
        IntStream.rangeClosed(1, 256).forEach(n -> endpoints
                .putObject("more" + n)
                .put("address", "192.0.2.1")
                .put("port", n));
        refused(body.toString(), "datacenters.east.endpoints", "has 257 entries: use 1 to 256");
    }

    @ParameterizedTest
    @CsvSource({"Shop", "a_b", "-a", "a."})
    void whatIsNoNameOfAServiceIsRefused(String name) {
        operator()
                .body(small.policy(SHOP, any -> {}).toString())
                .put(POLICIES + name)
                .then()
                .statusCode(400)
                .body("field", equalTo("service"))
                .body("detail", containsString("'" + name + "'"));
    }

    @ParameterizedTest
    @CsvSource({"shop", "shop.example.test."})
    void aHostOfAnotherServiceIsRefusedInEitherSpelling(String host) {
        ObjectNode body = small.policy(GUEST, policy -> policy.putArray("hosts").add(host));
        operator()
                .body(body.toString())
                .put(POLICIES + GUEST.name())
                .then()
                .statusCode(400)
                .body("field", equalTo("hosts"))
                .body("detail", containsString("'" + host + "' belongs to the service shop already"));
        operator().get(POLICIES + GUEST.name()).then().statusCode(404);
    }

    @Test
    void aBodyAboveTheBoundIsRefusedWithANextStep() {
        String tag = tag(SHOP.name());
        List<JsonNode> before = served();
        String body =
                small.policy(SHOP, any -> {}).put("more", "x".repeat(300 << 10)).toString();
        operator()
                .header("If-Match", tag)
                .body(body)
                .put(POLICIES + SHOP.name())
                .then()
                .statusCode(413)
                .contentType(containsString(PROBLEM))
                .body("status", equalTo(413))
                .body("detail", containsString("the body is longer than 256 KiB: send less at a time"));
        assertEquals(tag, tag(SHOP.name()));
        assertEquals(before, served());
    }

    @Test
    void whoeverChangesAPolicyNamesTheVersionThatHeHasSeen() {
        String tag = tag(SHOP.name());
        String body = small.policy(SHOP, any -> {}).toString();
        operator()
                .body(body)
                .put(POLICIES + SHOP.name())
                .then()
                .statusCode(428)
                .contentType(containsString(PROBLEM))
                .body("detail", containsString("GET it, and send its ETag as If-Match"));
        operator()
                .header("If-Match", "\"yesterday\"")
                .body(body)
                .put(POLICIES + SHOP.name())
                .then()
                .statusCode(409)
                .contentType(containsString(PROBLEM))
                .body("detail", containsString("is no longer version \"yesterday\""));
        assertEquals(tag, tag(SHOP.name()));
    }

    @Test
    void ofOperatorsWhoChangeAPolicyAtOnceOneSucceeds() throws Exception {
        String tag = tag(SHOP.name());
        int operators = 6;
        CountDownLatch together = new CountDownLatch(operators);
        List<Integer> statuses = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(operators)) {
            List<Future<Response>> answers = IntStream.range(0, operators)
                    .mapToObj(n -> threads.submit(() -> {
                        String body = small.policy(SHOP, policy -> policy.withObjectProperty("safety")
                                        .put("maxShifts", 9_000 + n))
                                .toString();
                        together.countDown();
                        together.await();
                        return operator().header("If-Match", tag).body(body).put(POLICIES + SHOP.name());
                    }))
                    .toList();
            for (Future<Response> answer : answers) {
                Response response = answer.get();
                statuses.add(response.statusCode());
                if (response.statusCode() == 200) {
                    tags.add(response.header("ETag"));
                } else {
                    response.then().contentType(containsString(PROBLEM)).body("detail", containsString("GET it"));
                }
            }
        }
        assertEquals(
                List.of(200, 409, 409, 409, 409, 409),
                statuses.stream().sorted().toList());
        assertEquals(tags, List.of(tag(SHOP.name())));
    }

    @Test
    void whatIsOnlyValidatedIsNotWritten() {
        String tag = tag(SHOP.name());
        List<JsonNode> before = served();
        String other = small.policy(SHOP, policy -> policy.put("mode", "weighted")
                        .withObjectProperty("ttl")
                        .put("max", "9s"))
                .toString();
        for (String service : List.of(SHOP.name(), "novel")) {
            String body = service.equals("novel") ? other.replace("\"shop\"", "\"novel\"") : other;
            operator()
                    .queryParam("validate", true)
                    .body(body.replace("\"soak\":\"2s\"", "\"soak\":\"18s\""))
                    .put(POLICIES + service)
                    .then()
                    .statusCode(200)
                    .body("hosts", equalTo(List.of(service)))
                    .body("damping.rise", equalTo(3));
        }
        operator().get(POLICIES + "novel").then().statusCode(404);
        assertEquals(tag, tag(SHOP.name()));
        assertEquals(before, served());
    }

    @Test
    @Rule("G7")
    void aRetiredServiceIsAnsweredUntilEverybodyKnowsAndTwoTtlsHavePassed() {
        small.create(GUEST, small.policy(GUEST, any -> {}));
        cutLink();
        try {
            operator()
                    .header("If-Match", tag(GUEST.name()))
                    .delete(POLICIES + GUEST.name())
                    .then()
                    .statusCode(202)
                    .body("holders", not(hasItems("west")));
            operator().get(POLICIES + GUEST.name()).then().body("policy.retiring", equalTo(true));
            long cut = System.nanoTime();
            small.await("three times two TTLs have passed, with an answer each time", () -> {
                assertTrue(answered(small.east) && answered(small.west), "west does not know yet: both must answer");
                return System.nanoTime() - cut > TimeUnit.SECONDS.toNanos(6 * TTL_SECONDS);
            });
        } finally {
            healLink();
        }
        long healed = System.nanoTime();
        small.await("east answers no more", () -> !answered(small.east));
        assertTrue(System.nanoTime() - healed >= TimeUnit.SECONDS.toNanos(2 * TTL_SECONDS));
        for (Site site : List.of(small.east, small.west)) {
            small.await(
                    "the service is gone in " + site.name(),
                    () -> denied(site)
                            && small.operator(site).get(POLICIES + GUEST.name()).status() == 404);
        }
    }

    private static void cutLink() {
        small.world.edge(small.east).swallow(small.west, Edge.LINK);
        small.world.edge(small.west).swallow(small.east, Edge.LINK);
        small.await("east hears west no more", () -> !hears(small.east, "west/a") && !hears(small.west, "east/a"));
    }

    private static void healLink() {
        small.world.edge(small.east).allow(small.west, Edge.LINK);
        small.world.edge(small.west).allow(small.east, Edge.LINK);
    }

    private static boolean hears(Site asked, String controller) {
        return small.operator(asked)
                .state()
                .map(state ->
                        state.path("controllers").path(controller).path("fresh").asBoolean())
                .orElse(false);
    }

    private static boolean answered(Site site) {
        return small.nameServer(site)
                .addresses(GUEST.name())
                .map(answer -> !answer.addresses().isEmpty())
                .orElse(true);
    }

    private static boolean denied(Site site) {
        return small.nameServer(site)
                .addresses(GUEST.name())
                .map(NameServer.Answer::rcode)
                .map(code -> code == NXDOMAIN)
                .orElse(false);
    }

    @Test
    void whoHasNoValidTokenIsToldHowToSendOne() {
        List<RequestSpecification> strangers = List.of(
                given(),
                given().header("Authorization", "Bearer wrong"),
                given().header("Authorization", "Basic b3BlcmF0b3I6eA=="));
        for (RequestSpecification stranger : strangers) {
            stranger.baseUri(small.operator(small.east).base())
                    .get("/api/v1/state")
                    .then()
                    .statusCode(401)
                    .contentType(containsString(PROBLEM))
                    .body("detail", containsString("Authorization: Bearer <token>"));
        }
    }

    @Test
    void aReaderMayNotWrite() {
        String tag = tag(SHOP.name());
        String body = small.policy(SHOP, any -> {}).toString();
        RequestSpecification reader = as("reader", small.east);
        reader.get("/api/v1/state").then().statusCode(200);
        for (Response answer : List.of(
                as("reader", small.east).header("If-Match", tag).body(body).put(POLICIES + SHOP.name()),
                as("reader", small.east).header("If-Match", tag).delete(POLICIES + SHOP.name()),
                as("reader", small.east).body(drain("by a reader")).post("/api/v1/overrides"),
                as("reader", small.east).body(signal("shop")).post("/api/v1/signals"))) {
            answer.then()
                    .statusCode(403)
                    .contentType(containsString(PROBLEM))
                    .body("detail", containsString("the token of 'reader' has the role reader, which may not"));
        }
        assertEquals(tag, tag(SHOP.name()));
    }

    @Test
    void anApplicationMayPushItsOwnSignalsAlone() {
        as("app-shop", small.east)
                .body(signal("shop"))
                .post("/api/v1/signals")
                .then()
                .statusCode(202);
        for (Response answer : List.of(
                as("app-shop", small.east).body(signal("guest")).post("/api/v1/signals"),
                as("app-shop", small.east).body(drain("by the shop")).post("/api/v1/overrides"),
                as("app-shop", small.east).get("/api/v1/state"),
                as("app-shop", small.east)
                        .body(small.policy(SHOP, any -> {}).toString())
                        .put(POLICIES + SHOP.name()))) {
            answer.then()
                    .statusCode(403)
                    .contentType(containsString(PROBLEM))
                    .body("detail", containsString("the token of 'app-shop' has the role service:shop, which may not"));
        }
    }

    @Test
    @Rule("W6")
    void theOwnerOfAnOverrideIsTheTokensAndNobodyElse() {
        String forged = drain("forged").replace("}", ", \"owner\": \"director\"}");
        operator()
                .body(forged)
                .post("/api/v1/overrides")
                .then()
                .statusCode(400)
                .body("field", equalTo("owner"))
                .body("detail", containsString("owner is unknown"));
        String key = operator()
                .body(drain("a new switch"))
                .post("/api/v1/overrides")
                .then()
                .statusCode(201)
                .body("author", equalTo("operator"))
                .extract()
                .path("key");
        as("reader", small.west)
                .get("/api/v1/overrides")
                .then()
                .statusCode(200)
                .body("owner", equalTo(List.of("operator")))
                .body("reason", equalTo(List.of("a new switch")));
        operator()
                .delete("/api/v1/overrides/" + key.replace("override/", ""))
                .then()
                .statusCode(200);
        small.await("the shop is back in both", () -> small.weight(SHOP, small.east) == 500);
    }

    private static String drain(String reason) {
        return "{\"action\": \"drain\", \"datacenter\": \"east\", \"length\": \"5m\", \"reason\": \"" + reason + "\"}";
    }

    private static String signal(String service) {
        return "{\"service\": \"" + service
                + "\", \"datacenter\": \"east\", \"sender\": \"i1\", \"status\": \"serving\", \"ttl\": \"1s\"}";
    }
}
