package io.counterweight.simulation;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.rules.Rule;
import io.counterweight.simulation.Chaos.Fault;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Short worlds in which everything breaks at random, under the invariants that must always hold. A failure names its seed, and
 * {@code -Dseed=...} plays it again alone; {@code -Dworlds=...} plays more of them.
 */
class RandomWorldTest {

    private static final int WORLDS = Integer.getInteger("worlds", 200);
    private static final List<Fault> BESIDE_THE_APPLICATIONS = List.of(
            Fault.LINK, Fault.SIBLINGS, Fault.MAIL, Fault.WALL_CLOCK, Fault.STALL, Fault.CONTROLLER, Fault.WIPE);
    private static final List<Fault> ALL = List.copyOf(EnumSet.allOf(Fault.class));

    @Test
    @Rule({"E3", "E6", "E8", "W3", "W6", "G3", "G5"})
    void whateverBreaksTheInvariantsHold() {
        Seeded.cases(WORLDS, random -> RandomWorld.of(random, ALL).play());
    }

    @Test
    @Rule({"E3", "G2", "G3", "G5"})
    void whateverHappensBesideTheApplicationsMovesNoWeight() {
        Seeded.cases(WORLDS / 2, random -> RandomWorld.of(random, BESIDE_THE_APPLICATIONS)
                .playWithoutAChange());
    }
}
