package io.counterweight.engine.replay;

import io.counterweight.engine.Inputs;
import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;

/**
 * What a decision is made from beside what others said.
 *
 * @param started whether the first round is complete (rule E9)
 * @param applied the weights that this controller's actuators serve
 */
public record Given(
        Observations observations,
        Intents intents,
        boolean started,
        SortedMap<ServiceName, SortedMap<Site, Integer>> applied) {

    public Given {
        applied = Frozen.map(applied);
    }

    Inputs inputs(ControllerId self, Settings settings, Facts facts) {
        return new Inputs(self, settings, facts, observations, intents, started, applied);
    }
}
