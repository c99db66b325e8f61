package io.counterweight.controller.loop;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one life of a controller leaves to the next, besides the intents (rule G11).
 *
 * @param incarnation the highest one used
 * @param everServed where this vantage was once served
 */
public record Memory(
        long incarnation,
        Plan plan,
        SortedMap<ServiceName, Ceiling> ceilings,
        SortedMap<Placement, Long> incidents,
        SortedMap<String, Long> overridesRemaining,
        SortedSet<Site> heard,
        SortedSet<String> everServed) {

    public static Memory none() {
        return new Memory(
                0, Plan.empty(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
    }

    static Memory of(EngineState state, SortedSet<String> everServed) {
        return new Memory(
                state.stamp().incarnation(),
                state.plan(),
                state.ceilings(),
                state.incidents().known(),
                state.overrides().remaining(),
                state.heard(),
                everServed);
    }

    /** The state to go on from, in the next incarnation. */
    public EngineState recover() {
        return EngineState.recovered(incarnation + 1, plan, ceilings, incidents, overridesRemaining, heard);
    }
}
