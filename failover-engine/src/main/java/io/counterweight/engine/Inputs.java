package io.counterweight.engine;

import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;

/**
 * The facts of one decision.
 *
 * @param started false until the first round is complete (rule E9): no ceiling is published and none is advanced before
 * @param applied the weights that this controller's actuators serve now; empty until they serve any
 */
public record Inputs(
        ControllerId self,
        Settings settings,
        Facts facts,
        Observations observations,
        Intents intents,
        boolean started,
        SortedMap<ServiceName, SortedMap<Site, Integer>> applied) {

    public Inputs {
        applied = Frozen.map(applied);
    }
}
