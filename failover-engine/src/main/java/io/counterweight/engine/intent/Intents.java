package io.counterweight.engine.intent;

import io.counterweight.engine.name.ServiceName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
        policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
        overrides = List.copyOf(overrides);
        unreadable = Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(unreadable)));
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
