package io.counterweight.simulation.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import io.counterweight.simulation.SteppedCluster;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A little of {@code make explore} in every build: all that one fault can lead to within a few steps. */
class ExplorationTest {

    private static final int STATES = Integer.getInteger("states", 2_000);

    @Test
    @Rule({"E3", "E4", "E6", "E8", "W3", "W4", "W6", "G3", "G5"})
    void whateverOneFaultDoesTheInvariantsHold() {
        Exploration.Result result = Exploration.run(one(0, 4));

        assertEquals(List.of(), result.found());
        assertEquals(4, result.depth());
        assertTrue(result.healed() > 10);
    }

    @Test
    @Rule({"E3", "E4", "G5", "W3"})
    void inWhateverOrderTheTurnsAreTakenTheInvariantsHold() {
        assertEquals(List.of(), Exploration.run(one(2, 2)).found());
    }

    @Test
    void theSameWorldIsExploredTheSameWay() {
        assertEquals(Exploration.run(one(0, 1)), Exploration.run(one(0, 1)));
    }

    /** A demand that no system could meet: the shortest way to break it is told, and breaks it again. */
    @Test
    void aViolationTellsItsShortestPathWhichReplaysIt() {
        Exploration.Result result = Exploration.run(one(0, 1), ExplorationTest::eastIsAlwaysAnswered);

        Exploration.Found found = result.found().getFirst();
        assertEquals(
                "order drain-east-by-east: east/a west/a witness/a",
                found.path().getFirst());
        assertEquals(
                Optional.of(found.what()),
                Exploration.replay(one(0, 1), found.path(), ExplorationTest::eastIsAlwaysAnswered));
        List<String> shorter = found.path().subList(0, found.path().size() - 1);
        assertEquals(Optional.empty(), Exploration.replay(one(0, 1), shorter, ExplorationTest::eastIsAlwaysAnswered));
    }

    private static Optional<String> eastIsAlwaysAnswered(SteppedCluster cluster) {
        return cluster.answers().values().stream().allMatch(ExplorationTest::namesEast)
                ? Optional.empty()
                : Optional.of("east is not answered");
    }

    private static boolean namesEast(SortedMap<ServiceName, SortedMap<Site, Integer>> answers) {
        return answers.values().stream().allMatch(weights -> weights.getOrDefault(Site.of("east"), 0) > 0);
    }

    private static Exploration.Settings one(int reorders, int depth) {
        return new Exploration.Settings(Services.ONE, true, true, new TreeSet<>(), 1, reorders, depth, STATES, 20, 5);
    }
}
