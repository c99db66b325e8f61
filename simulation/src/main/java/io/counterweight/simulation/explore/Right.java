package io.counterweight.simulation.explore;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Collection;
import java.util.HashSet;
import java.util.SortedMap;

/**
 * What the name servers of a small world answer in calm, and come back to.
 *
 * @param exclusive the service has no answer in a handover, and invariant 9 says what else must hold of it
 */
record Right(SortedMap<ServiceName, SortedMap<Site, Integer>> answers, boolean exclusive) {

    /** Whether this is what is answered while nothing happens to any application. */
    boolean kept(SortedMap<ServiceName, SortedMap<Site, Integer>> answered) {
        return exclusive || answered.isEmpty() || answered.equals(answers);
    }

    boolean reached(Collection<SortedMap<ServiceName, SortedMap<Site, Integer>>> answered) {
        return answered.stream().allMatch(answers::equals);
    }

    boolean agreed(Collection<SortedMap<ServiceName, SortedMap<Site, Integer>>> answered) {
        return exclusive || new HashSet<>(answered).size() == 1;
    }
}
