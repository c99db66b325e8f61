package io.counterweight.engine.fact;

import io.counterweight.engine.name.ControllerId;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom a controller does not hear (rule E7), counted on its own monotonic clock for each controller, from its own start at the earliest.
 *
 * @param settled it has listened for two staleness bounds: whoever its echoes do not name was not heard in them
 * @param unheard those that it once heard, and not within two staleness bounds
 */
public record Hearing(boolean settled, SortedSet<ControllerId> unheard) {

    public Hearing {
        unheard = Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(unheard)));
    }
}
