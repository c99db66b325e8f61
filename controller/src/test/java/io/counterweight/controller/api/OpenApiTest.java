package io.counterweight.controller.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.controller.kit.OneSite;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API says of itself to programs: bodies, answers, tokens. */
@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.<>]+)` \\|");
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");

    private JsonNode document = JSON.nullNode();

    @BeforeEach
    void read() throws IOException {
        String text =
                given().accept(ContentType.JSON).get("/q/openapi?format=json").asString();
        document = JSON.readTree(text);
    }

    private JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method);
    }

    private JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : document.at(ref.substring(1));
    }

    private JsonNode body(String method, String path) {
        JsonNode content = operation(method, path).path("requestBody").path("content");
        return resolved(content.path("application/json").path("schema"));
    }

    @ParameterizedTest
    @CsvSource({
        "put, /api/v1/policies/{service}, hosts",
        "post, /api/v1/overrides, action",
        "put, /api/v1/topology, datacenters",
        "post, /api/v1/signals, status",
        "post, /api/v1/signals/alertmanager, alerts"
    })
    void bodiesAreDescribed(String method, String path, String field) {
        assertTrue(body(method, path).path("properties").has(field), body(method, path)::toString);
    }

    @Test
    void fieldsOfPoliciesAndOverridesAreThoseOfThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        int overrides = page.indexOf("\n# Overrides");

        assertEquals(rows(page.substring(0, overrides)), fields(body("put", "/api/v1/policies/{service}")));
        assertEquals(rows(page.substring(overrides)), fields(body("post", "/api/v1/overrides")));
    }

    private static SortedSet<String> rows(String page) {
        SortedSet<String> rows = new TreeSet<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            rows.add(row.group(1).replaceAll("<[a-z]+>", "*"));
        }
        return rows;
    }

    private SortedSet<String> fields(JsonNode schema) {
        SortedSet<String> fields = new TreeSet<>();
        collect("", resolved(schema), fields);
        return fields;
    }

    private void collect(String path, JsonNode schema, SortedSet<String> fields) {
        String below = path.isEmpty() ? "" : path + ".";
        boolean leaf = true;
        if (schema.path("additionalProperties").isObject()) {
            leaf = false;
            collect(below + "*", resolved(schema.path("additionalProperties")), fields);
        }
        for (var each : schema.path("properties").properties()) {
            leaf = false;
            collect(below + each.getKey(), resolved(each.getValue()), fields);
        }
        if (leaf) {
            fields.add(path);
        }
    }

    @Test
    void everyOperationNamesItsAnswersAndTheTokenItNeeds() {
        assertEquals(
                "bearer",
                document.at("/components/securitySchemes/bearer/scheme").asText());
        for (var path : document.path("paths").properties()) {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (operation.isObject()) {
                    described(method + " " + path.getKey(), operation);
                }
            }
        }
    }

    private void described(String name, JsonNode operation) {
        assertTrue(operation.path("security").path(0).has("bearer"), name);
        JsonNode responses = operation.path("responses");
        for (String code : List.of("401", "403", "503")) {
            assertTrue(
                    resolved(responses.path(code)).path("content").has("application/problem+json"), name + " " + code);
        }
        responses.properties().forEach(answer -> {
            for (var content : resolved(answer.getValue()).path("content").properties()) {
                if (!content.getKey().equals("text/event-stream")) {
                    assertFalse(
                            resolved(content.getValue().path("schema"))
                                    .path("type")
                                    .isMissingNode(),
                            name + " " + answer.getKey());
                }
            }
        });
    }

    @Test
    void writesSayWhatCanGoWrong() {
        JsonNode put = operation("put", "/api/v1/policies/{service}").path("responses");
        for (String code : List.of("200", "201", "202", "400", "409", "413", "428", "507")) {
            assertTrue(put.has(code), code + " in " + put);
        }
        assertEquals(
                "#/components/schemas/Acknowledged",
                put.at("/201/content/application~1json/schema/$ref").asText());
    }
}
