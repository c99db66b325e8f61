package io.counterweight.engine;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.SafetyWord;
import io.counterweight.engine.fact.ServiceReport;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.shift.Demands;
import io.counterweight.engine.shift.Incidents;
import io.counterweight.engine.shift.OverrideClock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Puts together what this controller says in one turn. */
record OwnReport(
        Inputs inputs, ReportStamp stamp, OverrideClock clock, SortedSet<Site> heard, Predicate<Duration> settled) {

    /**
     * What is decided of late and others are told.
     *
     * @param leaving by evacuation the services whose turn to leave has come
     * @param plan the last
     */
    record Standing(
            Incidents incidents,
            Demands<ServiceName> demands,
            Demands<Placement> homes,
            SortedMap<String, SortedSet<ServiceName>> leaving,
            Plan plan) {}

    Report make(Standing standing, SortedMap<ServiceName, Ceiling> ceilings, SafetyWord safety) {
        Incidents incidents = standing.incidents();
        SortedMap<ServiceName, SortedMap<Site, Long>> open = new TreeMap<>();
        incidents.open().forEach((place, epoch) -> open.computeIfAbsent(place.service(), unseen -> new TreeMap<>())
                .put(place.datacenter(), epoch));
        SortedMap<ServiceName, SortedSet<Site>> ordered = new TreeMap<>();
        incidents.ordered().forEach(place -> ordered.computeIfAbsent(place.service(), unseen -> new TreeSet<>())
                .add(place.datacenter()));
        SortedMap<ServiceName, ServiceReport> services = new TreeMap<>();
        inputs.intents()
                .policies()
                .forEach((service, policy) -> services.put(
                        service,
                        new ServiceReport(
                                inputs.observations().of(service),
                                Optional.ofNullable(ceilings.get(service)),
                                open.getOrDefault(service, new TreeMap<>()),
                                ordered.getOrDefault(service, new TreeSet<>()),
                                inputs.applied().getOrDefault(service, new TreeMap<>()),
                                settled.test(policy.ttlMax()),
                                standing.demands().of(service),
                                Optional.empty(),
                                standing.plan()
                                        .service(service)
                                        .map(last -> last.shed().parts())
                                        .orElse(0),
                                homes(standing.homes(), policy))));
        return new Report(
                inputs.self(),
                stamp,
                Engine.RULES,
                inputs.observations().self(),
                services,
                inputs.facts().echoes(inputs.self()),
                clock.remaining(),
                heard,
                safety,
                standing.leaving(),
                Optional.empty());
    }

    private static SortedMap<Site, Double> homes(Demands<Placement> homes, Policy policy) {
        SortedMap<Site, Double> own = new TreeMap<>();
        policy.datacenters().keySet().forEach(site -> homes.of(new Placement(policy.service(), site))
                .ifPresent(demand -> own.put(site, demand)));
        return own;
    }
}
