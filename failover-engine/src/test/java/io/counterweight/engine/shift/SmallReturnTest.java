package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.kit.Policies;
import io.counterweight.rules.Rule;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A datacenter that comes back with less than the dead band. */
class SmallReturnTest {

    @Rule({"W1", "W3"})
    @Test
    void fromNothingEvenALittleReturns() {
        CeilingClimb.Situation offersLittle = new CeilingClimb.Situation(
                new Condition.Healthy(0.08),
                new CeilingClimb.Incident(1, false, OptionalDouble.empty()),
                OptionalDouble.empty(),
                0.08,
                false,
                false,
                0,
                true,
                new CeilingClimb.Gates(1, 0, 0, true, true, true, false),
                60_000);
        Ceiling ceiling = new Ceiling(1, 0, Phase.WAITING, 0, 0);
        for (int turn = 0; turn < 3; turn++) {
            ceiling = CeilingClimb.step(
                    ceiling,
                    offersLittle,
                    Policies.weighted("shop").in("east", 100, "e1").build().shifting(),
                    0.10);
        }
        assertEquals(0.08, ceiling.share());
        assertEquals(Phase.OPEN, ceiling.phase());
    }
}
