package io.counterweight.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Controllers whose wall clocks are wrong. Their monotonic clocks are left alone, as a wrong time server would. */
final class ClockTest {
    private static final Map<String, Integer> BOTH = Map.of("east", 500, "west", 500);
    private static final long HOUR_SECONDS = 3_600;

    @RegisterExtension
    static final Stage STAGE = stage();

    private final World world = STAGE.world();
    private final Site east = STAGE.east();
    private final Site west = STAGE.west();

    private static Stage stage() {
        Stage stage = Stage.of(new Stage.Shape(24, 1, false, 1, true, ""), ClockTest::skewed);
        stage.world().sites().forEach(site -> skew(stage, site, 0));
        return stage;
    }

    private static Map<String, String> skewed() {
        return Map.of(
                "LD_PRELOAD", libfaketime().toString(),
                "FAKETIME_TIMESTAMP_FILE", "%s.clock",
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Else it takes the deadlines of the virtual machine's waits for wall time, and none of them waits.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Debian keeps it in a folder of the machine's architecture. */
    private static Path libfaketime() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::isReadable)
                    .findFirst()
                    .orElseThrow(
                            () -> Needs.missing("libfaketime: run 'make tools', or install the package libfaketime"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a controller's wall clock off, at once if it runs. */
    private static void skew(Stage stage, Site site, long seconds) {
        Path file = stage.world().file(site, 1);
        try {
            Files.writeString(file.resolveSibling(file.getFileName() + ".clock"), "%+d\n".formatted(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void setRight() {
        world.sites().forEach(site -> skew(STAGE, site, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_SECONDS, -HOUR_SECONDS})
    @Rule({"G5", "E6"})
    void skewedClockStillSeesADeath(long seconds) {
        skew(STAGE, east, seconds);
        Scene.killControllers(world, east);
        STAGE.startController(east, 1);
        world.awaitReady();
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            STAGE.awaitCalm();
            shop.cycles(3);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
        }
        assertSeesADeath(seconds);
    }

    @Test
    @Rule({"G5", "E6", "G6", "W6"})
    void jumpsWhileRunningMoveNothingAndEndNothing() {
        try (Lookout shop = Lookout.over(STAGE, "shop")) {
            skew(STAGE, east, HOUR_SECONDS);
            World.await("what east writes is stamped an hour ahead", Stage.PATIENCE, () -> {
                holdLedger("written in the future");
                return STAGE.states(west).stream().anyMatch(state -> state.alarm("stamp-ahead", "west/a"));
            });
            shop.cycles(4);
            skew(STAGE, east, -HOUR_SECONDS);
            shop.cycles(4);
            assertEquals(List.of(), shop.weightsBut(BOTH::equals));
            STAGE.await("no clock ends an override", state -> state.override("written in the future"));
        }
        assertSeesADeath(-HOUR_SECONDS);
    }

    /** An intent that leaves the shop, whose weights are watched, free to move. */
    private void holdLedger(String reason) {
        ObjectNode hold = new ObjectMapper()
                .createObjectNode()
                .put("action", "hold")
                .put("service", "ledger")
                .put("reason", reason)
                .put("length", "30m");
        assertEquals(201, world.api(east, 1).post("/api/v1/overrides", hold).status());
    }

    /** East sees that west dies, and its clock was wrong by so much when it did. */
    private void assertSeesADeath(long seconds) {
        world.kill(west);
        STAGE.awaitWeights("shop", 1000, 0);
        STAGE.await("west is lost", state -> state.condition("shop", "west").equals("lost"));
        long decidedAt = world.api(east, 1)
                .get("/api/v1/decisions?limit=1")
                .body()
                .path(0)
                .path("at")
                .asLong();
        long wrongBy = TimeUnit.MILLISECONDS.toSeconds(decidedAt - System.currentTimeMillis());
        assertTrue(Math.abs(wrongBy - seconds) < HOUR_SECONDS / 4, () -> "east's clock was wrong by " + wrongBy + " s");
    }
}
