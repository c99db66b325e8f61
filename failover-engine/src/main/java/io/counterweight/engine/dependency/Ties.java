package io.counterweight.engine.dependency;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import java.util.SortedMap;

/**
 * How services hang together in one decision.
 *
 * @param staying who is without a callee and has nowhere better to go, with the reason
 */
public record Ties(DependencyGraph graph, SortedMap<Placement, String> staying) {

    public Ties {
        staying = Frozen.map(staying);
    }
}
