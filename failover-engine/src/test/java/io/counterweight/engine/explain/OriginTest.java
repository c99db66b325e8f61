package io.counterweight.engine.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.explain.Origin.Made;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Since when a weight is what it is. */
@Rule("W7")
class OriginTest {
    private static final Site EAST = Site.of("east");
    private static final Site WEST = Site.of("west");

    private static SortedMap<Site, Integer> weights(int east, int west) {
        return new TreeMap<>(Map.of(EAST, east, WEST, west));
    }

    @Test
    void itIsTheLatestDecisionThatChangedThatWeight() {
        List<Made> latestFirst = List.of(
                new Made(9, 900, weights(500, 500), weights(500, 500)),
                new Made(8, 800, weights(1000, 0), weights(500, 500)),
                new Made(7, 700, weights(500, 500), weights(1000, 0)));

        assertEquals(
                new Origin(8, 800, true),
                Origin.of(weights(500, 500), latestFirst).get(EAST));
    }

    @Test
    void whereItWasNeverChangedItIsAtLeastAsOldAsTheOldestThatIsKept() {
        List<Made> latestFirst = List.of(
                new Made(9, 900, weights(500, 500), weights(500, 500)),
                new Made(8, 800, weights(500, 500), weights(500, 500)));

        assertEquals(
                new Origin(8, 800, false),
                Origin.of(weights(500, 500), latestFirst).get(WEST));
    }

    @Test
    void whatIsNotWrittenDownYetHasNoOrigin() {
        assertEquals(
                Map.of(), Origin.of(weights(0, 1000), List.of(new Made(9, 900, weights(1, 999), weights(500, 500)))));
    }
}
