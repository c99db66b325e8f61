package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is held between two bad conclusions (rule W3): whether the second is another incident depends on what its datacenter did meanwhile. */
@Rule("W3")
class IncidentsTest {

    private static final Placement WEST = new Placement(ServiceName.of("shop"), Site.of("west"));
    private static final Ceiling NOTHING_YET = new Ceiling(1, 0, Phase.WAITING, 0, 0);
    private static final Ceiling RETURNED = new Ceiling(1, 1, Phase.OPEN, 0, 1);

    private Incidents incidents = Incidents.none();

    @Test
    void whatIsBadAgainAfterItsDatacenterClimbedIsAnotherIncident() {
        concluded(new Condition.PathDown(), Ceiling.open());
        concluded(new Condition.PathDown(), NOTHING_YET);
        concluded(new Condition.Hold(true), RETURNED);
        assertEquals(1, incidents.open().get(WEST));
        concluded(new Condition.PathDown(), RETURNED);
        assertEquals(2, incidents.open().get(WEST));
    }

    @Test
    void whatIsBadAgainBeforeItsDatacenterClimbedIsTheSameIncident() {
        concluded(new Condition.PathDown(), Ceiling.open());
        concluded(new Condition.Hold(true), NOTHING_YET);
        concluded(new Condition.PathDown(), NOTHING_YET);
        assertEquals(1, incidents.open().get(WEST));
    }

    /** It was answered at what the datacenter carried, and stayed there. */
    @Test
    void whatNeverFellDidNotClimb() {
        Ceiling kept = new Ceiling(1, 1, Phase.OPEN, 0, 0, 1);
        concluded(new Condition.PathDown(), Ceiling.open());
        concluded(new Condition.Hold(true), kept);
        concluded(new Condition.PathDown(), kept);
        assertEquals(1, incidents.open().get(WEST));
    }

    /** Counterexample 17: epoch after epoch, and the datacenter would never return. */
    @Test
    void aConclusionThatLastsRaisesNothingHoweverFarItsDatacenterClimbs() {
        concluded(new Condition.PathDown(), Ceiling.open());
        concluded(new Condition.PathDown(), NOTHING_YET);
        concluded(new Condition.PathDown(), RETURNED);
        assertEquals(1, incidents.open().get(WEST));
    }

    @Test
    void aRestartedObserverHasConcludedNothingYet() {
        concluded(new Condition.PathDown(), Ceiling.open());
        incidents = Incidents.recovered(incidents.open(), incidents.ordered(), incidents.known());
        concluded(new Condition.PathDown(), NOTHING_YET);
        assertEquals(1, incidents.open().get(WEST));
        incidents = Incidents.recovered(incidents.open(), incidents.ordered(), incidents.known());
        concluded(new Condition.PathDown(), RETURNED);
        assertEquals(2, incidents.open().get(WEST));
    }

    private void concluded(Condition condition, Ceiling stated) {
        incidents = incidents.observe(
                new TreeMap<>(Map.of(WEST, new Conclusion(condition, "E3", "as told", new TreeMap<>(), false))),
                new TreeMap<>(Map.of(WEST, stated)),
                Set.of());
    }
}
