package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode nearest (rule W1), in a whole cluster: eu belongs to east, us to west. */
@Rule({"W1", "W3"})
class NearestInAClusterTest {

    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(25, 50, 100), Duration.ofSeconds(5), Failback.AUTOMATIC);

    private final Cluster cluster = Worlds.withWitness(Policies.nearest("shop")
            .in("east", 1, "e1", "e2")
            .in("west", 2, "w1", "w2")
            .region("eu", "east")
            .region("us", "west")
            .shifting(QUICK)
            .build());

    private Map<String, Integer> us(String controller) {
        return Views.weights(cluster, controller, "shop", "us");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRegionFailsOverAndReturnsByStepsWhileTheOtherStays(boolean measured) {
        if (!measured) {
            cluster.withoutMeasuredLoad();
        }
        boolean[] moved = {false};
        cluster.watch(() ->
                moved[0] |= !Views.weights(cluster, "east/a", "shop", "eu").equals(Map.of("east", 1000, "west", 0)));
        assertEquals(Map.of("east", 0, "west", 1000), us("east/a"));

        cluster.powerOff("west");
        cluster.until(5_000, () -> us("east/a").equals(Map.of("east", 1000, "west", 0)));
        cluster.run(5_000);
        cluster.powerOn("west");

        long first = cluster.until(20_000, () -> us("east/a").equals(Map.of("east", 750, "west", 250)));
        long second = cluster.until(10_000, () -> us("east/a").equals(Map.of("east", 500, "west", 500)));
        cluster.until(10_000, () -> us("east/a").equals(Map.of("east", 0, "west", 1000)));
        cluster.run(2_000);

        assertTrue(first >= 5_000, "hold-down: " + first);
        assertTrue(second >= 5_000, "a soak: " + second);
        assertEquals(us("east/a"), us("west/a"), "equal facts give equal plans");
        assertEquals(false, moved[0], "nobody of eu was moved");
    }
}
