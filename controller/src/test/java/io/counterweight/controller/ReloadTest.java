package io.counterweight.controller;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.kit.OneSite;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = OneSite.class, initArgs = @ResourceArg(name = "tokens", value = "true"))
class ReloadTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Path file = OneSite.file();
    private String written = "";

    @Inject
    Controller controller;

    @BeforeEach
    void remember() throws IOException {
        written = Files.readString(file);
    }

    @AfterEach
    void restore() throws IOException {
        Files.writeString(file, written);
    }

    private ObjectNode read() throws IOException {
        return (ObjectNode) YAML.readTree(written);
    }

    private void write(ObjectNode changed) throws IOException {
        Files.writeString(file, YAML.writeValueAsString(changed));
    }

    private static int status(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/api/v1/state")
                .statusCode();
    }

    @Test
    void signalTakesUpTokens() throws Exception {
        String token = "brought-by-a-reload";
        assertEquals(401, status(token));
        Files.writeString(
                file.resolveSibling("tokens"), OneSite.line("dan", "reader", token), StandardOpenOption.APPEND);

        String self = String.valueOf(ProcessHandle.current().pid());
        assertEquals(
                0, new ProcessBuilder("sh", "-c", "kill -HUP " + self).start().waitFor());

        await().until(() -> status(token) == 200);
    }

    @Test
    void namesWhatWaitsForARestart() throws Exception {
        ObjectNode changed = read();
        changed.withObjectProperty("timing").put("reportEvery", "300ms");
        changed.withObjectProperty("probes").put("concurrent", 17);
        changed.withObjectProperty("journal").put("maxBytes", 5_000_000);
        changed.withObjectProperty("api").put("listen", "127.0.0.1:9");
        changed.withObjectProperty("gossip").put("source", "127.0.0.1");
        changed.withObjectProperty("dns").put("threads", 2);
        write(changed);

        String outcome = controller.reload();

        assertTrue(
                outcome.endsWith("a restart is needed for gossip, dns, api.listen, probes, journal, timing"), outcome);
    }

    @Test
    void takesUpRateLimitsAndTheLifeOfDecisions() throws Exception {
        ObjectNode changed = read();
        changed.withObjectProperty("journal").put("keep", "3d");
        changed.withObjectProperty("probes").put("perSecond", 17);
        changed.withObjectProperty("dns")
                .withObjectProperty("rateLimit")
                .put("responsesPerSecond", 7)
                .put("slip", 0)
                .putArray("exempt")
                .add("192.0.2.0/24");
        write(changed);

        String outcome = controller.reload();

        assertTrue(outcome.endsWith("; nothing waits for a restart"), outcome);
        assertEquals(Duration.ofDays(3), controller.config().journal().keep());
        assertEquals(17, controller.config().health().limits().perSecond());
        assertEquals(7, controller.config().dns().orElseThrow().limits().responsesPerSecond());
        Files.writeString(file, written);
        controller.reload();
        assertEquals(Duration.ofDays(30), controller.config().journal().keep());
    }

    @Test
    void saysWhenNothingWaits() {
        assertEquals(
                "tokens, dns.rateLimit, probes.perSecond and journal.keep are in force; certificates follow their files by themselves; nothing waits for a restart",
                controller.reload());
    }

    @Test
    void fileThatCannotBeUsedChangesNothing() throws Exception {
        Files.writeString(file, "nonsense: 1");

        String outcome = controller.reload();

        assertTrue(outcome.contains("'nonsense' is unknown"), outcome);
        assertEquals(200, status(OneSite.READER));
    }

    @Test
    void openApiIsNeverLeftWithoutTokens() throws Exception {
        assertTrue(Reload.takesTokens(controller.config(), controller.config()));
        ObjectNode open = read();
        open.withObjectProperty("api").put("listen", "192.0.2.1:8080");
        write(open);
        ControllerConfig reachable = ConfigLoader.load(file);
        ObjectNode closed = read();
        closed.withObjectProperty("api").remove("tokens");
        write(closed);
        ControllerConfig without = ConfigLoader.load(file);

        assertFalse(Reload.takesTokens(reachable, without), "until the restart others can reach it");
        assertTrue(Reload.takesTokens(without, without));
    }
}
