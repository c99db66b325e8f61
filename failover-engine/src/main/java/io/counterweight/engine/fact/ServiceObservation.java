package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one controller sees of one service, damped: the endpoints of its own datacenter that it probes, the application's own words,
 * its votes on the other datacenters, and the load that its own datacenter carries.
 *
 * @param pushed by sender, such as an instance or a monitor
 * @param load what the datacenter carries, in the unit of the policy's capacity, as it was read from the service's metrics; empty where
 *     nobody reads any. What instances push stands in {@code pushed}
 * @param role what its application in the own datacenter has confirmed to be, of an exclusive service (rule E7)
 * @param prepared what its application in the own datacenter said when it was last asked before traffic moves there (rule W3)
 */
public record ServiceObservation(
        SortedMap<EndpointName, EndpointVerdict> endpoints,
        SortedMap<String, PushedWord> pushed,
        SortedMap<Site, Vote> votes,
        OptionalDouble load,
        Optional<Role> role,
        Optional<Prepared> prepared) {

    public ServiceObservation {
        pushed = Frozen.map(pushed);
        endpoints = Frozen.map(endpoints);
        votes = Frozen.map(votes);
    }

    /** Of a service whose application is told nothing. */
    public ServiceObservation(
            SortedMap<EndpointName, EndpointVerdict> endpoints,
            SortedMap<String, PushedWord> pushed,
            SortedMap<Site, Vote> votes,
            OptionalDouble load) {
        this(endpoints, pushed, votes, load, Optional.empty(), Optional.empty());
    }

    ServiceObservation with(Role confirmed) {
        return new ServiceObservation(endpoints, pushed, votes, load, Optional.of(confirmed), prepared);
    }

    ServiceObservation with(Prepared said) {
        return new ServiceObservation(endpoints, pushed, votes, load, role, Optional.of(said));
    }

    public ServiceObservation withLoad(OptionalDouble measured) {
        return new ServiceObservation(endpoints, pushed, votes, measured, role, prepared);
    }

    public static ServiceObservation nothing() {
        return new ServiceObservation(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), OptionalDouble.empty());
    }
}
