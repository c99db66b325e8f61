package io.counterweight.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Progressive filling (rule W2). */
@Rule("W2")
class FillingTest {
    private static final Site EAST = Site.of("east");
    private static final Site NORTH = Site.of("north");
    private static final Site WEST = Site.of("west");
    private static final double NEARLY = 1e-9;

    @Test
    void whoIsFullStaysSoAndTheRestGoesToTheOthersByTheirWeights() {
        SortedMap<Site, Double> filled = Filling.fill(
                1, parts(Map.of(EAST, 1.0, NORTH, 2.0, WEST, 1.0)), parts(Map.of(EAST, 0.1, NORTH, 9.0, WEST, 9.0)));

        assertEquals(0.1, filled.get(EAST), NEARLY);
        assertEquals(0.6, filled.get(NORTH), NEARLY);
        assertEquals(0.3, filled.get(WEST), NEARLY);
    }

    @Test
    void neitherMoreThanThereIsNorMoreThanFits() {
        Seeded.cases(300, random -> {
            SortedMap<Site, Double> weights = drawn(random);
            SortedMap<Site, Double> limits = drawn(random);
            double water = random.nextDouble(2);

            SortedMap<Site, Double> filled = Filling.fill(water, weights, limits);

            double room = weights.entrySet().stream()
                    .filter(each -> each.getValue() > 0)
                    .mapToDouble(each -> limits.get(each.getKey()))
                    .sum();
            assertEquals(Math.min(water, room), Whole.sum(filled), 1e-6, filled + " of " + water + " in " + limits);
            filled.forEach((site, part) -> assertTrue(part <= limits.get(site) + 1e-9, filled + " in " + limits));
        });
    }

    /** The definition of max-min fairness: nobody could get more but at the cost of one who has less, by weight. */
    @Test
    void whoIsNotFullHasAsMuchAsAnybodyByWeight() {
        Seeded.cases(300, random -> {
            SortedMap<Site, Double> weights = drawn(random);
            SortedMap<Site, Double> limits = drawn(random);
            SortedMap<Site, Double> filled = Filling.fill(random.nextDouble(2), weights, limits);

            filled.forEach((site, part) -> {
                if (weights.get(site) > 0 && part < limits.get(site) - NEARLY) {
                    filled.forEach((other, theirs) -> assertTrue(
                            theirs <= part / weights.get(site) * weights.get(other) + 1e-6,
                            filled + " by " + weights + " in " + limits));
                }
            });
        });
    }

    private static SortedMap<Site, Double> drawn(Random random) {
        SortedMap<Site, Double> drawn = new TreeMap<>();
        for (Site site : new Site[] {EAST, NORTH, WEST}) {
            drawn.put(site, random.nextInt(5) == 0 ? 0.0 : random.nextDouble(1));
        }
        return drawn;
    }

    private static SortedMap<Site, Double> parts(Map<Site, Double> parts) {
        return new TreeMap<>(parts);
    }
}
