package io.counterweight.engine.dependency;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who needs whom. A need binds in the datacenters that both policies name; one for a service without a policy binds nowhere. What a
 * merge has made a cycle is one group. Immutable.
 */
public final class DependencyGraph {

    private final SortedMap<ServiceName, Policy> policies;
    private final SortedMap<ServiceName, SortedSet<ServiceName>> callees = new TreeMap<>();
    private final SortedMap<ServiceName, SortedSet<ServiceName>> callers = new TreeMap<>();
    private final List<SortedSet<ServiceName>> groups;
    private final Map<ServiceName, SortedSet<ServiceName>> groupOf = new HashMap<>();

    private DependencyGraph(SortedMap<ServiceName, Policy> policies) {
        this.policies = policies;
        policies.forEach((caller, policy) -> policy.needs().stream()
                .filter(callee -> policies.containsKey(callee) && !callee.equals(caller))
                .forEach(callee -> tie(caller, callee)));
        this.groups = Collections.unmodifiableList(Components.of(callees));
        groups.forEach(group -> group.forEach(member -> groupOf.put(member, group)));
    }

    public static DependencyGraph of(SortedMap<ServiceName, Policy> policies) {
        return new DependencyGraph(policies);
    }

    private void tie(ServiceName caller, ServiceName callee) {
        callees.computeIfAbsent(caller, unseen -> new TreeSet<>()).add(callee);
        callees.computeIfAbsent(callee, unseen -> new TreeSet<>());
        callers.computeIfAbsent(callee, unseen -> new TreeSet<>()).add(caller);
    }

    /** The services that need others or are needed, callees before callers. Each is a group of its own unless it is in a cycle. */
    public List<SortedSet<ServiceName>> groups() {
        return groups;
    }

    /** The services that move as one with this one, itself included. */
    public SortedSet<ServiceName> group(ServiceName service) {
        SortedSet<ServiceName> group = groupOf.get(service);
        return group == null ? new TreeSet<>(List.of(service)) : group;
    }

    /** Whether this group is a cycle. */
    public static boolean cyclic(SortedSet<ServiceName> group) {
        return group.size() > 1;
    }

    /** What a group needs from outside of itself in a datacenter. */
    public SortedSet<ServiceName> calleesOf(SortedSet<ServiceName> group, Site datacenter) {
        return beside(group, datacenter, callees);
    }

    /** Who outside of a group needs it in a datacenter. */
    public SortedSet<ServiceName> callersOf(SortedSet<ServiceName> group, Site datacenter) {
        return beside(group, datacenter, callers);
    }

    private SortedSet<ServiceName> beside(
            SortedSet<ServiceName> group, Site datacenter, SortedMap<ServiceName, SortedSet<ServiceName>> edges) {
        SortedSet<ServiceName> beside = new TreeSet<>();
        if (edges.isEmpty()) {
            return beside;
        }
        group.stream()
                .filter(member -> placed(member, datacenter))
                .map(member -> edges.getOrDefault(member, Collections.emptySortedSet()))
                .forEach(beside::addAll);
        beside.removeIf(each -> group.contains(each) || !placed(each, datacenter));
        return beside;
    }

    /** The group and all whose needs lead to it in a datacenter, itself included. */
    public SortedSet<ServiceName> dependents(SortedSet<ServiceName> group, Site datacenter) {
        return reached(group, datacenter, callers);
    }

    /** The group and all to whom its needs lead in a datacenter, itself included. */
    public SortedSet<ServiceName> needed(SortedSet<ServiceName> group, Site datacenter) {
        return reached(group, datacenter, callees);
    }

    private SortedSet<ServiceName> reached(
            SortedSet<ServiceName> group, Site datacenter, SortedMap<ServiceName, SortedSet<ServiceName>> edges) {
        SortedSet<ServiceName> all = new TreeSet<>(group);
        Deque<ServiceName> left = new ArrayDeque<>(group);
        while (!left.isEmpty()) {
            beside(group(left.remove()), datacenter, edges).stream()
                    .map(this::group)
                    .flatMap(Collection::stream)
                    .filter(all::add)
                    .forEach(left::add);
        }
        all.removeIf(each -> !placed(each, datacenter));
        return all;
    }

    public boolean placed(ServiceName service, Site datacenter) {
        return datacenters(service).contains(datacenter);
    }

    /** Where a service is by its policy. */
    public Set<Site> datacenters(ServiceName service) {
        Policy policy = policies.get(service);
        return policy == null ? Set.of() : policy.datacenters().keySet();
    }

    /** A shortest way along needs from this service back to itself, both ends included. */
    public Optional<List<ServiceName>> cycleThrough(ServiceName service) {
        Map<ServiceName, ServiceName> from = new HashMap<>();
        Deque<ServiceName> left = new ArrayDeque<>(List.of(service));
        while (!left.isEmpty()) {
            ServiceName next = left.remove();
            for (ServiceName callee : callees.getOrDefault(next, Collections.emptySortedSet())) {
                if (callee.equals(service)) {
                    return Optional.of(way(service, next, from));
                }
                if (from.putIfAbsent(callee, next) == null) {
                    left.add(callee);
                }
            }
        }
        return Optional.empty();
    }

    private static List<ServiceName> way(ServiceName ends, ServiceName last, Map<ServiceName, ServiceName> from) {
        List<ServiceName> way = new ArrayList<>(List.of(ends));
        for (ServiceName each = last; each != null && !each.equals(ends); each = from.get(each)) {
            way.add(each);
        }
        way.add(ends);
        return way.reversed();
    }
}
