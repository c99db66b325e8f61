package io.counterweight.engine.evacuation;

import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What evacuations bring along from decision to decision.
 *
 * @param leaving by the order's id the services whose turn has come, in reports and in the journal too: it is never taken back
 * @param departures how far each service of these datacenters is; a restart and a stall begin it anew
 */
public record EvacuationMemory(
        SortedMap<String, SortedSet<ServiceName>> leaving, SortedMap<Placement, Departure> departures) {

    public EvacuationMemory {
        leaving = frozen(leaving);
        departures = Collections.unmodifiableSortedMap(new TreeMap<>(departures));
    }

    public static EvacuationMemory none() {
        return recovered(new TreeMap<>());
    }

    /** What a restarted controller goes on from. */
    public static EvacuationMemory recovered(SortedMap<String, SortedSet<ServiceName>> leaving) {
        return new EvacuationMemory(leaving, new TreeMap<>());
    }

    /** After a stall of one's own: what happened meanwhile was not seen. */
    public EvacuationMemory afterStall() {
        return recovered(leaving);
    }

    static SortedMap<String, SortedSet<ServiceName>> frozen(SortedMap<String, SortedSet<ServiceName>> words) {
        SortedMap<String, SortedSet<ServiceName>> copy = new TreeMap<>();
        words.forEach((id, services) -> copy.put(id, Collections.unmodifiableSortedSet(new TreeSet<>(services))));
        return Collections.unmodifiableSortedMap(copy);
    }
}
