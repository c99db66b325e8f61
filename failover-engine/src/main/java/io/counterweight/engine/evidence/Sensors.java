package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Finds the datacenters whose sensor is suspect: all their services fail together while outsiders are served (rule E3). */
final class Sensors {

    private Sensors() {}

    /** What each datacenter says of each of its services. */
    static SortedMap<Placement, DatacenterWord> words(Evidence evidence, SortedMap<ServiceName, Policy> policies) {
        SortedMap<Placement, DatacenterWord> words = new TreeMap<>();
        policies.forEach((service, policy) -> policy.datacenters()
                .keySet()
                .forEach(site -> words.put(
                        new Placement(service, site), evidence.word(service, site, endpoints(policy, site)))));
        return words;
    }

    static boolean suspect(
            Evidence evidence,
            Site datacenter,
            SortedMap<ServiceName, Policy> policies,
            SortedMap<Placement, DatacenterWord> words) {
        List<Placement> here = policies.values().stream()
                .filter(policy -> policy.datacenters().containsKey(datacenter))
                .map(policy -> new Placement(policy.service(), datacenter))
                .toList();
        if (here.size() < evidence.settings().sensorServices()
                || here.stream().anyMatch(place -> words.get(place) instanceof DatacenterWord.Serving)
                || !failTogether(evidence, here, policies)) {
            return false;
        }
        SortedSet<Site> electorate = evidence.electorate(datacenter);
        long servedByMost = electorate.stream()
                .filter(vantage -> servedByMost(evidence, vantage, here))
                .count();
        return servedByMost >= electorate.size() / 2 + 1;
    }

    private static SortedSet<EndpointName> endpoints(Policy policy, Site datacenter) {
        DatacenterPolicy here = policy.datacenters().get(datacenter);
        return here == null
                ? Collections.emptySortedSet()
                : Frozen.set(here.endpoints().keySet());
    }

    private static boolean failTogether(
            Evidence evidence, List<Placement> here, SortedMap<ServiceName, Policy> policies) {
        long youngest = Long.MAX_VALUE;
        long oldest = 0;
        for (Placement place : here) {
            Policy policy = policies.get(place.service());
            if (policy == null
                    || !(DatacenterWord.byProbes(
                                    evidence.speaking(place.datacenter()),
                                    place.service(),
                                    endpoints(policy, place.datacenter()))
                            instanceof DatacenterWord.Failing failing)) {
                return false;
            }
            youngest = Math.min(youngest, failing.ageMillis());
            oldest = Math.max(oldest, failing.ageMillis());
        }
        return oldest - youngest <= evidence.settings().sensorWindow().toMillis();
    }

    private static boolean servedByMost(Evidence evidence, Site vantage, List<Placement> here) {
        long served = here.stream()
                .filter(place -> Ballot.on(evidence, place.service(), place.datacenter())
                                .counted()
                                .get(vantage)
                        == Result.SERVED)
                .count();
        return served * 2 > here.size();
    }
}
