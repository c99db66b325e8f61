package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIGHUP to a running controller: it takes up what it can, names what waits for a restart, and goes on serving. */
class HangUpTest {
    private static final Service SHOP = new Service("shop", 0, 1);

    private static SmallWorld small;
    private static Child controller;

    private final Path file = small.world.file(small.east, 1);
    private final Path tokens = small.world.directory().resolve("tokens");
    private String writtenFile = "";
    private String writtenTokens = "";

    @BeforeAll
    static void start() {
        small = SmallWorld.prepare(43, false, List.of(SHOP), "");
        small.startControllers();
        small.create(SHOP, small.policy(SHOP, any -> {}));
        controller = small.world.controller(small.east, 1);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void remember() throws IOException {
        writtenFile = Files.readString(file);
        writtenTokens = Files.readString(tokens);
    }

    @AfterEach
    void nothingElseHappened() throws IOException {
        Files.writeString(file, writtenFile);
        Files.writeString(tokens, writtenTokens);
        assertTrue(controller.alive());
        assertEquals(500, small.weight(SHOP, small.east));
        assertEquals(
                1,
                small.nameServer(small.east)
                        .addresses(SHOP.name())
                        .orElseThrow()
                        .addresses()
                        .size());
    }

    @Test
    void takesUpAndGivesUpTokens() throws IOException {
        String token = "brought-by-a-reload";
        assertEquals(401, status(token));
        Files.writeString(tokens, "dan reader " + sha256(token) + "\n", StandardOpenOption.APPEND);
        hangUp(
                "reloaded: tokens, dns.rateLimit, probes.perSecond and journal.keep are in force; certificates follow their files by themselves;"
                        + " nothing waits for a restart");
        assertEquals(200, status(token));

        Files.writeString(tokens, writtenTokens);
        hangUp("reloaded: tokens, dns.rateLimit, probes.perSecond and journal.keep are in force;");
        assertEquals(401, status(token));
    }

    @Test
    void namesWhatWaitsForARestart() throws IOException {
        Files.writeString(
                file,
                writtenFile.replace("rateLimit: {exempt: [127.0.0.0/8]}", "rateLimit: {exempt: [127.0.0.0/9]}")
                        + "timing: {reportEvery: 300ms}\n");
        hangUp("a restart is needed for timing");
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws IOException {
        Files.writeString(file, writtenFile + "nonsense: 1\n");
        hangUp("not reloaded, everything stays as it was: ");
        assertEquals(200, status(small.world.token("operator")));
    }

    @Test
    void tokensThatCannotBeUsedChangeNothing() throws IOException {
        Files.writeString(tokens, "dan emperor " + sha256("x") + "\n");
        hangUp("not reloaded, everything stays as it was: api.tokens, line 1: write a name, a role");
        assertEquals(200, status(small.world.token("operator")));
    }

    private static int status(String token) {
        return new Api(small.east.controller(1), token).get("/api/v1/state").status();
    }

    /** Sends the signal, and waits until the controller says what came of it. */
    private static void hangUp(String words) {
        int before = log().length();
        controller.signal("HUP");
        small.await("the log says: " + words, () -> log().substring(before).contains(words));
    }

    private static String log() {
        try {
            return Files.readString(controller.log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
