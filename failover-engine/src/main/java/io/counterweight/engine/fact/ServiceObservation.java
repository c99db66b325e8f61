package io.counterweight.engine.fact;

import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one controller sees of one service, damped: the endpoints of its own datacenter that it probes, the application's own word,
 * its votes on the other datacenters, and the load that its own datacenter carries.
 *
 * @param load share of the datacenter's policy share that it carries, measured; empty where nobody measures it
 */
public record ServiceObservation(
        SortedMap<EndpointName, EndpointVerdict> endpoints,
        Optional<PushedWord> pushed,
        SortedMap<Site, Vote> votes,
        OptionalDouble load) {

    public ServiceObservation {
        endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
        votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
    }

    public static ServiceObservation nothing() {
        return new ServiceObservation(new TreeMap<>(), Optional.empty(), new TreeMap<>(), OptionalDouble.empty());
    }
}
