package io.counterweight.simulation.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.simulation.SteppedCluster;
import io.counterweight.simulation.SteppedCluster.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken for one state must be one: whatever happens next happens alike, though the ways to it differ. */
class OneMarkOneFutureTest {

    private static final int WALKS = Integer.getInteger("walks", 40);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int LONGEST = 26;
    private static final int FUTURE = 8;

    private final Random random = new Random(SEED);
    private final Map<Mark, SteppedCluster> known = new HashMap<>();
    private int compared;

    @ParameterizedTest
    @EnumSource(names = {"ONE", "NEEDING", "EXCLUSIVE"})
    void momentsOfOneMarkHaveTheSameFutures(Services services) {
        SmallWorld world = SmallWorld.of(services, true, true);
        SteppedCluster calm = Stage.calm(world);
        List<Trouble> troubles = Troubles.of(world, calm);
        for (int walk = 0; walk < WALKS; walk++) {
            walk(calm, troubles);
        }

        assertTrue(compared > WALKS / 4, () -> "only " + compared + " moments were reached twice, seed " + SEED);
    }

    /** One trouble, at times ended, and turns in any order; what was reached before is played on together with what reached it first. */
    private void walk(SteppedCluster calm, List<Trouble> troubles) {
        SteppedCluster cluster = calm.copy();
        Trouble trouble = troubles.get(random.nextInt(troubles.size()));
        List<String> story = new ArrayList<>(List.of(trouble.name()));
        trouble.begins().accept(cluster);
        int ends = random.nextInt(LONGEST / 2);
        for (int step = 0; step < LONGEST; step++) {
            if (step == ends) {
                trouble.ends().accept(cluster);
                story.add("end after " + step);
            }
            List<String> order = new ArrayList<>(cluster.next());
            if (random.nextInt(4) == 0) {
                Collections.shuffle(order, random);
            }
            story.add(String.join(" ", order));
            Stage.take(cluster, order);
            cluster.violation();
            SteppedCluster first = known.putIfAbsent(cluster.mark(), cluster.copy());
            if (first != null && random.nextInt(6) == 0) {
                future(first.copy(), cluster.copy(), troubles, story);
            }
        }
    }

    private void future(SteppedCluster one, SteppedCluster other, List<Trouble> troubles, List<String> story) {
        Trouble next = troubles.get(random.nextInt(troubles.size()));
        if (!next.possible().test(one)) {
            return;
        }
        compared++;
        next.begins().accept(one);
        next.begins().accept(other);
        for (int step = 0; step < FUTURE; step++) {
            Stage.take(one, one.next());
            Stage.take(other, other.next());
            assertEquals(one.violation(), other.violation());
            assertEquals(one.answers(), other.answers(), () -> "seed " + SEED + ", " + story + ", then " + next.name());
            assertEquals(one.mark(), other.mark(), () -> "seed " + SEED + ", " + story + ", then " + next.name());
        }
    }
}
