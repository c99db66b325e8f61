package io.counterweight.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.RecordedIntents;
import io.counterweight.controller.recording.Chapters;
import io.counterweight.controller.recording.Recorder;
import io.counterweight.controller.recording.Taken;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.Decision;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Position;
import io.counterweight.rules.Rule;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as people and scripts use it. */
@Rule("W7")
class CommandTest {
    private static final Settings SETTINGS = Settings.defaults();
    private static final ControllerId EAST = ControllerId.parse("east/a");
    private static final long BEGIN = 1_795_600_000_000L;
    private static final String PLACE = "{\"endpoints\": {\"one\": {\"address\": \"127.0.0.%d\", \"port\": 9}}}";
    private static final String POLICY = "{\"hosts\": [\"shop\"], \"datacenters\": {\"east\": " + PLACE.formatted(1)
            + ", \"west\": " + PLACE.formatted(2) + "}}";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void record() throws Exception {
        folder = directory.resolve("recording");
        Chapters chapters = new Chapters(folder);
        Topology topology = new Topology(0, new TreeSet<>(List.of(Site.of("east"), Site.of("west"))), new TreeSet<>());
        IntentEntry entry = IntentBook.empty()
                .write(
                        IntentKey.policy("shop"),
                        HybridClock.start(EAST).tick(1_000).stamp(),
                        Optional.of(POLICY),
                        "ann");
        String text = Wire.text(new RecordedIntents(topology, List.of(Wire.text(entry))));
        var known = new IntentStore.Known(IntentBook.empty().merge(entry), RecordedIntents.read(text));
        Position position = Position.begin(EngineState.fresh(1), SETTINGS);
        try (Recorder recorder = new Recorder(
                new Recorder.Whose(new Life(EAST, 1, "one"), SETTINGS),
                chapters,
                new Chapters.Bounds(Duration.ofDays(1), 1 << 30),
                each -> text)) {
            for (long now = 0; now < 20_000; now += 100) {
                Given given = new Given(
                        new Observations(new SelfCheck(false, 3, 3, false, false), new TreeMap<>()),
                        known.intents(),
                        true,
                        position.state().plan().applied());
                Decision decision = position.decide(EAST, SETTINGS, given, now);
                recorder.turned(new Taken(
                        position, now, OptionalLong.empty(), List.of(), given, known, decision, false, BEGIN + now));
                position = position.after(decision);
            }
        }
        file = directory.resolve("tuesday.cwr");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        chapters.copy(0, Long.MAX_VALUE, bytes);
        Files.write(file, bytes.toByteArray());
    }

    private int cw(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return Main.run(new PrintWriter(out), new PrintWriter(err), texts);
    }

    private Path policy(String text) throws Exception {
        return Files.writeString(directory.resolve("policy.json"), text);
    }

    @Test
    void aRecordingIsDecidedAgainFromAFileAndFromAFolder() {
        assertEquals(0, cw("replay", file), err::toString);
        assertEquals(0, cw("replay", folder), err::toString);

        assertTrue(out.toString().contains("east/a: 200 turns"), out::toString);
        assertTrue(out.toString().contains("All was decided again as it was decided then."), out::toString);
    }

    @Test
    void theSamePolicyChangesNothing() throws Exception {
        assertEquals(0, cw("replay", file, "--policy", "shop=" + policy(POLICY)), err::toString);

        assertTrue(out.toString().contains("Nothing else."), out::toString);
        assertTrue(out.toString().contains("What nobody can know"), out::toString);
    }

    @Test
    void anotherPolicyEndsWithOneAndTheDifference() throws Exception {
        Path other = policy("{\"hosts\": [\"shop\"], \"datacenters\": {\"west\": " + PLACE.formatted(2) + "}}");

        assertEquals(1, cw("replay", file, "--policy", "shop=" + other, "--json"), err::toString);

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertTrue(answer.path("exact").asBoolean(), out::toString);
        JsonNode last =
                answer.path("differences").get(answer.path("differences").size() - 1);
        assertEquals(1000, last.path("then").path("weights").path("east").asInt(), out::toString);
        assertFalse(last.path("instead").path("weights").has("east"), out::toString);
        assertTrue(last.path("text").asText().contains("would have been"), out::toString);
        assertTrue(last.path("moves").asBoolean());
    }

    @Test
    void onlyTheIntervalIsAskedAbout() {
        assertEquals(0, cw("replay", file, "--from", "2026-11-25T10:26:50Z", "--json"), err::toString);
        assertTrue(out.toString().contains("\"turns\":"), out::toString);
    }

    @Test
    void wrongUseEndsWithTwo() throws Exception {
        assertEquals(2, cw("replay"));
        assertEquals(2, cw("replay", file, "--policy", "shop=" + policy("{\"hosts\": 5}")));
        assertEquals(2, cw("replay", file, "--policy", "shop=" + policy("{")));
        assertEquals(2, cw("replay", file, "--from", "Tuesday"));
        assertEquals(2, cw("nonsense"));

        assertFalse(err.toString().contains("[Source"), err::toString);
        assertTrue(err.toString().contains("policy.json is no JSON at line 1, column 2"), err::toString);
        assertTrue(err.toString().contains("policies.shop.datacenters"), err::toString);
        assertTrue(err.toString().contains("2026-11-24T09:30:00Z"), err::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "http://", "x", "http://x:0", "http://x:99999", "http://x y"})
    void anAddressThatCannotBeAskedIsWrongUse(String url) {
        assertEquals(2, cw("explain", "shop", "--url", url), err::toString);

        assertEquals(
                "cw: --url " + url + " is no http or https address: write it like http://127.0.0.1:8080",
                err.toString().strip());
    }

    @Test
    void whatCannotBeReadEndsWithThree() throws Exception {
        assertEquals(3, cw("replay", directory.resolve("nothing")));
        assertEquals(3, cw("replay", Files.writeString(directory.resolve("text"), "this is no recording at all")));
        assertEquals(3, cw("explain", "shop", "--url", "http://127.0.0.1:1"));

        assertTrue(err.toString().contains("export one with cw export"), err::toString);
        assertTrue(
                err.toString()
                        .contains(
                                "nobody takes connections at http://127.0.0.1:1: see that a controller runs there, or name another one's API with --url"),
                err::toString);
    }

    @Test
    void aControllerIsAskedWithTheToken() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Accept") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean known = !exchange.getRequestURI().getPath().endsWith("/nobody");
            byte[] body = known
                    ? "What is served".getBytes(StandardCharsets.UTF_8)
                    : "{\"detail\": \"service 'nobody' has no policy here\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort();
            Path token = Files.writeString(directory.resolve("token"), "secret\n");
            Path exported = directory.resolve("exported.cwr");

            assertEquals(0, cw("explain", "shop", "--url", url, "--token-file", token), err::toString);
            assertEquals(3, cw("explain", "nobody", "--url", url + "/"), err::toString);
            assertEquals(0, cw("export", exported, "--url", url, "--from", "2026-11-24T09:30:00Z"), err::toString);
            assertEquals(2, cw("export", exported, "--url", url), err::toString);

            assertEquals("/api/v1/explain/shop text/plain Bearer secret", asked.getFirst());
            assertEquals(
                    "/api/v1/recording/export?from=2026-11-24T09:30:00Z application/octet-stream null",
                    asked.getLast());
            assertTrue(out.toString().contains("What is served"), out::toString);
            assertTrue(err.toString().contains("404: service 'nobody' has no policy here"), err::toString);
            assertEquals("What is served", Files.readString(exported));
        } finally {
            server.stop(0);
        }
    }
}
