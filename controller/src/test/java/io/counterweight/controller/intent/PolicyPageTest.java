package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The page and the readers agree on every field: what a reader knows at each place is what the page documents there. */
class PolicyPageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.<>]+)` \\|");
    private static final Pattern KNOWN = Pattern.compile("here stand (.*)");
    private static final SortedSet<Site> DATACENTERS = new TreeSet<>(List.of(Site.of("east"), Site.of("west")));

    private final String page = read();
    private final String policies = page.substring(0, page.indexOf("\n# Overrides"));
    private final String overrides = page.substring(page.indexOf("\n# Overrides"));

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "policy.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode example(String name) {
        try {
            Matcher example =
                    Pattern.compile("(?s)```json " + name + "\n(.*?)```").matcher(page);
            example.find();
            return JSON.readTree(example.group(1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void examplesAreValid() {
        PolicyReader.read("shop", example("policy"), DATACENTERS);
        OverrideReader.read("1", "somebody", example("override"), DATACENTERS);
    }

    @Test
    void exampleOfAPolicyCanBeWrittenAndReadAgain() {
        JsonNode example = example("policy");
        Policy policy = PolicyReader.read("shop", example, DATACENTERS);

        assertEquals(policy, PolicyReader.read("shop", PolicyWriter.write(policy, example), DATACENTERS));
    }

    @TestFactory
    List<DynamicTest> policyFields() {
        return agree(policies, json -> PolicyReader.read("shop", json, DATACENTERS), example("policy"));
    }

    @TestFactory
    List<DynamicTest> overrideFields() {
        return agree(overrides, json -> OverrideReader.read("1", "x", json, DATACENTERS), example("override"));
    }

    private static List<DynamicTest> agree(String page, Consumer<JsonNode> reader, JsonNode example) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, SortedSet<String>> place : documented(page).entrySet()) {
            tests.add(DynamicTest.dynamicTest(
                    place.getKey().isEmpty() ? "top" : place.getKey(),
                    () -> assertEquals(place.getValue(), known(place.getKey(), reader, example))));
        }
        return tests;
    }

    /** Field names by the object that they stand in. */
    private static SortedMap<String, SortedSet<String>> documented(String page) {
        SortedMap<String, SortedSet<String>> fields = new TreeMap<>();
        Matcher rows = ROW.matcher(page);
        while (rows.find()) {
            String path = "";
            for (String part : rows.group(1).split("\\.", -1)) {
                if (!part.startsWith("<")) {
                    fields.computeIfAbsent(path, key -> new TreeSet<>()).add(part);
                }
                path = path.isEmpty() ? part : path + "." + part;
            }
        }
        return fields;
    }

    /** What the reader names when it meets a field that nobody knows in this object. */
    private static SortedSet<String> known(String path, Consumer<JsonNode> reader, JsonNode example) {
        ObjectNode body = example.deepCopy();
        ObjectNode at = body;
        for (String part : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
            String name = part.equals("<datacenter>") ? path.contains("published") ? "west" : "east" : part;
            at = at.withObjectProperty(part.equals("<name>") ? path.contains("published") ? "front" : "one" : name);
        }
        at.put("zzz", 1);
        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> reader.accept(body));
        Matcher known = KNOWN.matcher(String.valueOf(refusal.getMessage()));
        known.find();
        return new TreeSet<>(List.of(known.group(1).split(", ", -1)));
    }
}
