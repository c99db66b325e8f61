package io.counterweight.engine.exclusive;

import io.counterweight.engine.fact.Role;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.intent.RoleHook;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a controller brings along from decision to decision about exclusive services.
 *
 * @param listeningSince when it made its first decision in this life
 * @param spokenBefore the promotions that were in force when it began, or was stalled for two staleness bounds: a later one may have been
 *     spoken that it has not heard
 * @param orders to the applications in the own datacenter, until others replace them
 */
public record ExclusiveState(
        OptionalLong listeningSince,
        Said said,
        SortedMap<ServiceName, Tenure> tenures,
        SortedSet<String> spokenBefore,
        SortedMap<ServiceName, Order> orders) {

    /** What the application in the own datacenter is told to be. */
    public record Order(Role role, RoleHook hook, long sinceMillis) {}

    /**
     * The right to answer a service with one datacenter.
     *
     * @param untilMillis on the controller's clock, which runs while the machine is suspended
     */
    public record Grant(Site datacenter, long untilMillis) {}

    public ExclusiveState {
        orders = Collections.unmodifiableSortedMap(new TreeMap<>(orders));
        tenures = Collections.unmodifiableSortedMap(new TreeMap<>(tenures));
        spokenBefore = Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(spokenBefore)));
    }

    /** After a start: nothing is answered before others agree, or a person speaks. */
    public static ExclusiveState begin(SortedMap<ServiceName, Site> last) {
        SortedMap<ServiceName, Tenure> tenures = new TreeMap<>();
        last.forEach((service, site) -> tenures.put(service, Tenure.none(Optional.of(site))));
        return new ExclusiveState(OptionalLong.empty(), Said.nothing(), tenures, new TreeSet<>(), new TreeMap<>());
    }

    /** What the reports say of each. */
    public SortedMap<ServiceName, Stance> stances() {
        SortedMap<ServiceName, Stance> stances = new TreeMap<>();
        tenures.forEach((service, tenure) -> stances.put(service, tenure.stance()));
        return stances;
    }

    /** What the name server may answer, and until when: it looks at each answer. */
    public SortedMap<ServiceName, Grant> grants() {
        SortedMap<ServiceName, Grant> grants = new TreeMap<>();
        tenures.forEach((service, tenure) ->
                tenure.named().ifPresent(site -> grants.put(service, new Grant(site, tenure.untilMillis()))));
        return grants;
    }

    /** Where each was active last, for the next life. */
    public SortedMap<ServiceName, Site> last() {
        SortedMap<ServiceName, Site> last = new TreeMap<>();
        tenures.forEach((service, tenure) -> tenure.last().ifPresent(site -> last.put(service, site)));
        return last;
    }
}
