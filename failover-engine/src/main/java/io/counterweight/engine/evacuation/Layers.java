package io.counterweight.engine.evacuation;

import io.counterweight.engine.dependency.DependencyGraph;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which the services of a datacenter leave it: everybody comes one layer after the last of its callers (the levels of a
 * topological sort: A. B. Kahn, 1962). A circle that a merge has made is in one layer.
 *
 * @param inOrder the layers, the first to leave first; none is empty
 * @param staying who cannot leave, because its policy names no other datacenter or because somebody who stays needs it, with the reason
 */
public record Layers(List<SortedSet<ServiceName>> inOrder, SortedMap<ServiceName, String> staying) {

    public Layers {
        inOrder = inOrder.stream().map(Collections::unmodifiableSortedSet).toList();
        staying = Collections.unmodifiableSortedMap(new TreeMap<>(staying));
    }

    public static Layers of(DependencyGraph graph, SortedMap<ServiceName, Policy> policies, Site datacenter) {
        SortedMap<ServiceName, Integer> places = new TreeMap<>();
        SortedMap<ServiceName, String> staying = new TreeMap<>();
        List<SortedSet<ServiceName>> layers = new ArrayList<>();
        for (SortedSet<ServiceName> group : callersFirst(graph, policies)) {
            SortedSet<ServiceName> callers = graph.callersOf(group, datacenter);
            SortedSet<ServiceName> here = new TreeSet<>(group);
            here.removeIf(member -> !graph.placed(member, datacenter));
            int place = callers.stream()
                    .mapToInt(caller -> places.getOrDefault(caller, -1) + 1)
                    .max()
                    .orElse(0);
            here.forEach(member -> places.put(member, place));
            String stays = whyStaying(graph, here, callers, staying);
            if (!stays.isEmpty()) {
                here.forEach(member -> staying.put(member, stays));
            } else if (!here.isEmpty()) {
                while (layers.size() <= place) {
                    layers.add(new TreeSet<>());
                }
                layers.get(place).addAll(here);
            }
        }
        return new Layers(layers, staying);
    }

    /** Every service in a group, of which most are of one. */
    private static List<SortedSet<ServiceName>> callersFirst(
            DependencyGraph graph, SortedMap<ServiceName, Policy> policies) {
        List<SortedSet<ServiceName>> groups = new ArrayList<>(graph.groups().reversed());
        Set<ServiceName> tied = new HashSet<>();
        groups.forEach(tied::addAll);
        policies.keySet().stream()
                .filter(service -> !tied.contains(service))
                .forEach(service -> groups.add(graph.group(service)));
        return groups;
    }

    private static String whyStaying(
            DependencyGraph graph,
            SortedSet<ServiceName> group,
            SortedSet<ServiceName> callers,
            SortedMap<ServiceName, String> staying) {
        for (ServiceName member : group) {
            if (graph.datacenters(member).size() == 1) {
                return "the policy of " + member + " names no other datacenter";
            }
        }
        return callers.stream()
                .filter(staying::containsKey)
                .findFirst()
                .map(caller -> caller + " needs it, and cannot leave")
                .orElse("");
    }
}
