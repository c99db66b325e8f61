package io.counterweight.engine.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What controllers of one datacenter say is merged: in any order, any grouping, any number of times, with the same result. */
@Rule("G3")
class MergeLawsTest {

    private static final int CASES = 2_000;

    @Test
    void ceilingsMergeInAnyOrder() {
        laws(MergeLawsTest::ceiling, Ceiling::merge);
    }

    @Test
    void verdictsMergeInAnyOrder() {
        laws(MergeLawsTest::verdict, EndpointVerdict::better);
    }

    @Test
    void theCeilingThatNamesTheLaterIncidentIsTakenHoweverLow() {
        Ceiling earlier = new Ceiling(1, 1, Ceiling.Phase.OPEN, 0, 0);
        Ceiling later = new Ceiling(2, 0.25, Ceiling.Phase.SOAKING, 10_000, 0);

        assertEquals(later, earlier.merge(later));
    }

    @Test
    void ofEqualIncidentsTheHigherCeilingIsTaken() {
        Ceiling lower = new Ceiling(2, 0.25, Ceiling.Phase.SOAKING, 0, 0);
        Ceiling higher = new Ceiling(2, 0.5, Ceiling.Phase.SOAKING, 40_000, 0);

        assertEquals(higher, lower.merge(higher));
    }

    @Test
    void servingWinsOnOneEndpoint() {
        EndpointVerdict serving = EndpointVerdict.serving(0.1, "slow", 0);

        assertEquals(serving, EndpointVerdict.failing("times out", 90_000).better(serving));
        assertEquals(serving, EndpointVerdict.unknown("not probed yet").better(serving));
    }

    @Test
    void aWordWinsOverNone() {
        EndpointVerdict failing = EndpointVerdict.failing("refused", 10);

        assertEquals(failing, EndpointVerdict.unknown("not probed yet").better(failing));
    }

    private static <T> void laws(Function<Random, T> any, BinaryOperator<T> merge) {
        Seeded.cases(CASES, random -> {
            T a = any.apply(random);
            T b = any.apply(random);
            T c = any.apply(random);
            assertEquals(merge.apply(a, b), merge.apply(b, a), "commutative");
            assertEquals(merge.apply(merge.apply(a, b), c), merge.apply(a, merge.apply(b, c)), "associative");
            assertEquals(a, merge.apply(a, a), "idempotent");
        });
    }

    private static Ceiling ceiling(Random random) {
        Ceiling.Phase[] phases = Ceiling.Phase.values();
        return new Ceiling(
                random.nextInt(3),
                random.nextInt(3) / 2.0,
                phases[random.nextInt(phases.length)],
                random.nextInt(2) * 1_000L,
                random.nextInt(2));
    }

    private static EndpointVerdict verdict(Random random) {
        EndpointVerdict.State[] states = EndpointVerdict.State.values();
        return new EndpointVerdict(
                states[random.nextInt(states.length)],
                random.nextInt(3) / 2.0,
                List.of("refused", "times out").get(random.nextInt(2)),
                random.nextInt(2) * 500L);
    }
}
