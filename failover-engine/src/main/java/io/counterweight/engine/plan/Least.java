package io.counterweight.engine.plan;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an actuator checks a service's plan by before it serves it (rule W4).
 *
 * @param datacenters so many of those that serve must keep a weight
 * @param serving those that the target gives a part, however small
 */
public record Least(int datacenters, SortedSet<Site> serving) {

    public Least {
        serving = Frozen.set(serving);
    }

    /** Nothing but that an answer is never empty. */
    public static Least none() {
        return new Least(0, new TreeSet<>());
    }
}
