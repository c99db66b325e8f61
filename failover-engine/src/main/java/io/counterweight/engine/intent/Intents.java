package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The intents in force, decoded.
 *
 * @param policiesKnown false while this controller has never learned any policy
 * @param overrides in stamp order, the earliest first
 * @param unreadable services with an intent in force that this version cannot read: they are held (rule G10)
 * @param safety what people say about safety beside the policies
 */
public record Intents(
        Topology topology,
        boolean policiesKnown,
        SortedMap<ServiceName, Policy> policies,
        List<TrafficOverride> overrides,
        SortedSet<ServiceName> unreadable,
        SafetyIntents safety) {

    public Intents {
        policies = Frozen.map(policies);
        overrides = List.copyOf(overrides);
        unreadable = Frozen.set(unreadable);
    }

    /** Without a word about safety. */
    public Intents(
            Topology topology,
            boolean policiesKnown,
            SortedMap<ServiceName, Policy> policies,
            List<TrafficOverride> overrides,
            SortedSet<ServiceName> unreadable) {
        this(topology, policiesKnown, policies, overrides, unreadable, SafetyIntents.none());
    }
}
