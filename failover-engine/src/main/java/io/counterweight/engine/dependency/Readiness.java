package io.counterweight.engine.dependency;

import io.counterweight.engine.evidence.DatacenterWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a service may start in a datacenter: whether all that its needs lead to there is serving, by the datacenter's own word (rule
 * W5). Ceilings do not matter: a callee that is held down answers its callers already.
 *
 * @param needs who is waited for, those that its callees need included
 * @param notWaitedFor needs that bind nobody here, with the reason
 */
public record Readiness(
        ServiceName service,
        Site datacenter,
        SortedMap<ServiceName, Callee> needs,
        SortedMap<ServiceName, String> notWaitedFor) {

    /** One service that is waited for, and what its datacenter says of it. */
    public record Callee(boolean ready, String reason) {}

    public Readiness {
        needs = Frozen.map(needs);
        notWaitedFor = Frozen.map(notWaitedFor);
    }

    /**
     * Asks for one service; empty where its policy does not name the datacenter, or where it has none.
     *
     * @param speaking the reports of the datacenter that are fresh
     */
    public static Optional<Readiness> of(
            SortedMap<ServiceName, Policy> policies, List<Report> speaking, ServiceName service, Site datacenter) {
        DependencyGraph graph = DependencyGraph.of(policies);
        Policy policy = policies.get(service);
        if (policy == null || !graph.placed(service, datacenter)) {
            return Optional.empty();
        }
        SortedSet<ServiceName> circle = graph.group(service);
        SortedSet<ServiceName> waitedFor = graph.needed(circle, datacenter);
        waitedFor.removeAll(circle);
        SortedMap<ServiceName, Callee> needs = new TreeMap<>();
        for (ServiceName callee : waitedFor) {
            Optional.ofNullable(policies.get(callee))
                    .ifPresent(known -> needs.put(callee, callee(known, speaking, datacenter)));
        }
        SortedMap<ServiceName, String> others = new TreeMap<>();
        policy.needs().stream()
                .filter(need -> !waitedFor.contains(need))
                .forEach(need -> others.put(need, whyNot(need, circle, graph, datacenter)));
        return Optional.of(new Readiness(service, datacenter, needs, others));
    }

    public boolean ready() {
        return needs.values().stream().allMatch(Callee::ready);
    }

    private static Callee callee(Policy callee, List<Report> speaking, Site datacenter) {
        SortedSet<EndpointName> endpoints = new TreeSet<>();
        Optional.ofNullable(callee.datacenters().get(datacenter))
                .ifPresent(here -> endpoints.addAll(here.endpoints().keySet()));
        return switch (DatacenterWord.of(speaking, callee.service(), endpoints)) {
            case DatacenterWord.Serving serving -> new Callee(true, serving.reason());
            case DatacenterWord.Failing failing -> new Callee(false, "fails: " + failing.reason());
            case DatacenterWord.Unknown unknown -> new Callee(false, "is unknown: " + unknown.reason());
        };
    }

    private static String whyNot(
            ServiceName need, SortedSet<ServiceName> circle, DependencyGraph graph, Site datacenter) {
        if (circle.contains(need)) {
            return "needs this service too: in a circle nobody waits for another";
        }
        return graph.datacenters(need).isEmpty()
                ? "has no policy"
                : "is not in " + datacenter + " by its policy, but in " + graph.datacenters(need);
    }
}
