package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A controller that cannot start says why on one line; its status tells whether it is worth while to start it again. */
class StartFailureTest {
    private static final int BAD_FILE = 78;
    private static final int IN_THE_WAY = 1;

    private static World world;
    private static Site east;
    private static Path journal;

    private String written = "";

    /** What is in the way; closed, it is out of it. */
    private interface Obstacle {
        AutoCloseable put() throws IOException;
    }

    private record Failure(String what, Obstacle obstacle, int status, String words) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void prepare() {
        world = SmallWorld.prepare(48, false, List.of(), "").world;
        east = world.site("east");
        journal = world.directory().resolve("journal-east-a");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void remember() throws IOException {
        written = Files.readString(world.file(east, 1));
    }

    @AfterEach
    void restore() throws IOException {
        Files.writeString(world.file(east, 1), written);
    }

    static Stream<Failure> failures() {
        String host = east.controller(1);
        String held = " cannot be opened: Address already in use; end what holds it";
        return Stream.of(
                new Failure(
                        "a port of the API that is held",
                        () -> listening(Site.API_PORT),
                        IN_THE_WAY,
                        "api.listen " + host + ":" + Site.API_PORT + held),
                new Failure(
                        "a port of Hazelcast that is held",
                        () -> listening(Site.HAZELCAST_PORT),
                        IN_THE_WAY,
                        "gossip.listen " + host + ":" + Site.HAZELCAST_PORT + held),
                new Failure(
                        "a port of the links that is held",
                        () -> listening(Site.LINK_PORT),
                        IN_THE_WAY,
                        "gossip.link " + host + ":" + Site.LINK_PORT + held),
                new Failure(
                        "a journal that another holds",
                        StartFailureTest::lock,
                        IN_THE_WAY,
                        "journal.directory " + journal + " is in use by another controller: give each one its own"),
                new Failure(
                        "a journal that is no folder",
                        () -> written(journal, "in the way"),
                        IN_THE_WAY,
                        "journal.directory " + journal + " cannot be used: java.nio.file.FileAlreadyExistsException"),
                new Failure(
                        "a journal that is none",
                        StartFailureTest::noDatabase,
                        IN_THE_WAY,
                        "journal.directory " + journal + " holds no journal that can be used"),
                new Failure(
                        "a password that is not the key store's",
                        StartFailureTest::otherPassword,
                        BAD_FILE,
                        "gossip.passwordFile " + world.directory().resolve("other") + " does not open gossip.identity"),
                new Failure(
                        "a key that nobody knows",
                        () -> changed("probes:", "nonsense: 1\nprobes:"),
                        BAD_FILE,
                        "key 'nonsense' is unknown"),
                new Failure(
                        "tokens that are none",
                        StartFailureTest::otherTokens,
                        BAD_FILE,
                        "api.tokens, line 1: write a name, a role"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isToldOnOneLineWithTheStatusThatFits(Failure failure) throws Exception {
        Path log = world.directory().resolve(World.controllerName(east, 1) + ".log");
        Files.deleteIfExists(log);
        try (AutoCloseable obstacle = failure.obstacle().put();
                Child child = world.startController(east, 1)) {
            assertTrue(child.await(SmallWorld.PATIENCE), () -> obstacle + " does not stop it:\n" + child.lastLines(20));
            List<String> lines = Files.readAllLines(log);
            assertEquals(1, lines.size(), () -> String.join("\n", lines));
            assertTrue(lines.getFirst().startsWith("counterweight cannot start: "), lines.getFirst());
            assertTrue(lines.getFirst().contains(failure.words()), lines.getFirst());
            assertEquals(failure.status(), child.exitStatus());
        }
    }

    private static AutoCloseable listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(east.controller(1)), port));
        return socket;
    }

    private static AutoCloseable lock() throws IOException {
        Files.createDirectories(journal);
        FileChannel channel =
                FileChannel.open(journal.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return () -> {
            channel.close();
            Files.delete(journal.resolve("lock"));
            Files.delete(journal);
        };
    }

    private static AutoCloseable noDatabase() throws IOException {
        Files.createDirectories(journal);
        Files.writeString(
                journal.resolve("journal.db"), "no database, but a text that is as long as a header is\n".repeat(100));
        return () -> {
            Files.delete(journal.resolve("journal.db"));
            Files.deleteIfExists(journal.resolve("lock"));
            Files.delete(journal);
        };
    }

    private static AutoCloseable otherPassword() throws IOException {
        Path other = world.directory().resolve("other");
        Files.writeString(other, "not the one\n");
        return changed(world.directory().resolve("certs/east/password").toString(), other.toString());
    }

    private static AutoCloseable otherTokens() throws IOException {
        Path tokens = world.directory().resolve("tokens");
        String before = Files.readString(tokens);
        Files.writeString(tokens, "dan emperor\n");
        return () -> Files.writeString(tokens, before);
    }

    private static AutoCloseable written(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return () -> Files.delete(file);
    }

    /** The configuration file is put right after each test anyway. */
    private static AutoCloseable changed(String from, String to) throws IOException {
        Path file = world.file(east, 1);
        Files.writeString(file, Files.readString(file).replace(from, to));
        return () -> {};
    }
}
