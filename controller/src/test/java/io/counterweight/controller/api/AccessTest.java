package io.counterweight.controller.api;

import static io.counterweight.controller.api.Calls.POLICIES;
import static io.counterweight.controller.api.Calls.as;
import static io.counterweight.controller.kit.OneSite.OPERATOR;
import static io.counterweight.controller.kit.OneSite.READER;
import static io.counterweight.controller.kit.OneSite.SHOP;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.kit.OneSite;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and what everybody else is told. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class AccessTest {
    @TestHTTPResource("/")
    URL root;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/state, 200, 200, 403",
        "GET, /api/v1/decisions, 200, 200, 403",
        "GET, /api/v1/policies, 200, 200, 403",
        "GET, /api/v1/overrides, 200, 200, 403",
        "GET, /api/v1/topology, 200, 200, 403",
        "GET, /api/v1/dependencies/matrix, 404, 404, 403",
        "GET, /api/v1/dependencies/shop, 404, 404, 404",
        "PUT, /api/v1/policies/matrix, 400, 403, 403",
        "DELETE, /api/v1/policies/matrix, 404, 403, 403",
        "POST, /api/v1/overrides, 400, 403, 403",
        "DELETE, /api/v1/overrides/matrix, 404, 403, 403",
        "PUT, /api/v1/topology, 400, 403, 403",
        "POST, /api/v1/signals, 400, 400, 400",
        "POST, /api/v1/signals/alertmanager, 400, 400, 400"
    })
    void rolesMayDoWhatTheyMay(String method, String path, int operator, int reader, int service) {
        assertEquals(operator, as(OPERATOR).body("{}").request(method, path).statusCode(), "operator");
        assertEquals(reader, as(READER).body("{}").request(method, path).statusCode(), "reader");
        assertEquals(service, as(SHOP).body("{}").request(method, path).statusCode(), "service");
        given().contentType(ContentType.JSON)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(401)
                .contentType(containsString("application/problem+json"))
                .header("WWW-Authenticate", "Bearer")
                .body("detail", containsString("Authorization: Bearer"));
        as("wrong").body("{}").request(method, path).then().statusCode(401);
    }

    @Test
    void theSchemesNameIsReadInAnyCase() {
        given().header("Authorization", "bearer " + READER)
                .get("/api/v1/state")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v1/state",
                "/api//v1/state",
                "/%61pi/v1/state",
                "/api/v1/../v1/state",
                "/api/v1/state;x=y",
                "/x/../api/v1/state",
                "/API/v1/state"
            })
    void noWayOfWritingThePathGetsPastTheCheck(String path) throws IOException {
        String status = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertTrue(status.matches("HTTP/1.1 40[014] .*"), status);
    }

    private String raw(String request) throws IOException {
        return answer(request).lines().findFirst().orElse("");
    }

    private String answer(String request) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404",
        "GET, /nothing, 404",
        "POST, /api/v1/policies, 405",
        "PATCH, /api/v1/state, 405"
    })
    void whatIsNotThereIsAProblemWithANextStep(String method, String path, int status) {
        as(OPERATOR)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("status", equalTo(status))
                .body("detail", containsString("/q/openapi"));
    }

    @Test
    void otherMediaTypesAreRefused() {
        given().header("Authorization", "Bearer " + OPERATOR)
                .contentType(ContentType.XML)
                .body("<policy/>")
                .put(POLICIES + "media")
                .then()
                .statusCode(415)
                .contentType(containsString("application/problem+json"));
    }

    @Test
    void bodyThatIsTooLargeIsRefused() {
        as(OPERATOR)
                .body("{\"hosts\": [\"" + "a".repeat(300 << 10) + "\"]}")
                .put(POLICIES + "large")
                .then()
                .statusCode(413)
                .contentType(containsString("application/problem+json"))
                .body("detail", containsString("the body is longer than 256 KiB: send less"));
    }

    @Test
    void bodyThatIsTooLargeAndDoesNotSayItsLengthIsRefused() throws IOException {
        String chunk = Integer.toHexString(300 << 10) + "\r\n" + "a".repeat(300 << 10) + "\r\n0\r\n\r\n";
        String answer = answer("PUT /api/v1/policies/large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer " + OPERATOR
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);

        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("send less at a time"), answer);
    }

    @Test
    void bodyThatDoesNotSayItsLengthIsTakenWithinTheBound() throws IOException {
        String answer = answer("PUT /api/v1/policies/chunks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer " + OPERATOR
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\n{}\r\n0\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("datacenters is empty"), answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    PUT | /api/v1/policies/x | {"hosts": ["operator-secret-7f3a"], "a": 1}
                    PUT | /api/v1/policies/%7F | {}
                    GET | /api/v1/decisions?before=x | {}
                    GET | /api/v1/decisions?limit=-5 | {}
                    POST | /api/v1/signals | {"service": 5}
                    POST | /api/v1/overrides | {"action": {"x": 1}}
                    PUT | /api/v1/topology | {"datacenters": "east"}
                    """)
    void noErrorShowsAStackOrASecret(String method, String path, String body) {
        Response answer = as(OPERATOR).urlEncodingEnabled(false).body(body).request(method, path);
        String said = answer.asString();

        assertTrue(answer.statusCode() < 500, answer.statusCode() + said);
        for (String never : List.of("at io.", "Exception", "java.", "Caused by", ".java:", "Bearer", OPERATOR)) {
            assertFalse(said.contains(never), said);
        }
    }
}
