package io.counterweight.engine.dependency;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A callee that is bad in a datacenter takes its callers along (rule W5): they are stranded there, if another datacenter can serve
 * them better. Callees are looked at first, so that what strands a caller strands the caller's callers.
 */
public final class Stranding {

    /**
     * What came of it.
     *
     * @param conclusions with the stranded among them
     * @param staying who is without a callee and has nowhere better to go, with the reason
     */
    public record Outcome(SortedMap<Placement, Conclusion> conclusions, SortedMap<Placement, String> staying) {
        public Outcome {
            conclusions = Frozen.map(conclusions);
            staying = Frozen.map(staying);
        }
    }

    /** The callee that is bad, and the trouble at the root of it in words. */
    private record Cause(ServiceName callee, String root) {}

    private final DependencyGraph graph;
    private final Predicate<Placement> inIncident;
    private final SortedMap<Placement, Conclusion> conclusions;
    private final SortedMap<Placement, String> roots = new TreeMap<>();
    private final SortedMap<Placement, String> staying = new TreeMap<>();

    private Stranding(
            DependencyGraph graph, SortedMap<Placement, Conclusion> conclusions, Predicate<Placement> inIncident) {
        this.graph = graph;
        this.inIncident = inIncident;
        this.conclusions = new TreeMap<>(conclusions);
    }

    /**
     * Spreads.
     *
     * @param inIncident where a bad conclusion opened an incident that no good one has ended: what is only held there is no better place
     */
    public static Outcome spread(
            DependencyGraph graph, SortedMap<Placement, Conclusion> conclusions, Predicate<Placement> inIncident) {
        Stranding stranding = new Stranding(graph, conclusions, inIncident);
        graph.groups().forEach(stranding::spread);
        return new Outcome(stranding.conclusions, stranding.staying);
    }

    private void spread(SortedSet<ServiceName> group) {
        SortedMap<Site, Cause> causes = new TreeMap<>();
        for (ServiceName member : group) {
            for (Site site : graph.datacenters(member)) {
                cause(group, site).ifPresent(cause -> causes.put(site, cause));
            }
        }
        for (ServiceName member : group) {
            boolean betterElsewhere = graph.datacenters(member).stream()
                    .anyMatch(site -> !causes.containsKey(site) && isBetter(new Placement(member, site)));
            causes.forEach((site, cause) -> strand(new Placement(member, site), cause, betterElsewhere));
        }
    }

    /** Of what the group needs from outside the first that is bad; else, in a cycle, the first bad member. */
    private Optional<Cause> cause(SortedSet<ServiceName> group, Site site) {
        SortedSet<ServiceName> needed = new TreeSet<>(graph.calleesOf(group, site));
        if (needed.stream().noneMatch(callee -> bad(callee, site))) {
            needed = DependencyGraph.cyclic(group) ? group : needed;
        }
        return needed.stream()
                .filter(callee -> bad(callee, site))
                .findFirst()
                .map(callee -> new Cause(callee, root(new Placement(callee, site))));
    }

    private boolean bad(ServiceName callee, Site site) {
        Conclusion conclusion = conclusions.get(new Placement(callee, site));
        return conclusion != null && conclusion.condition().bad();
    }

    private String root(Placement callee) {
        String inherited = roots.get(callee);
        Conclusion conclusion = conclusions.get(callee);
        return inherited != null || conclusion == null
                ? String.valueOf(inherited)
                : callee.service() + " is " + conclusion.condition().word() + ": " + conclusion.reason();
    }

    private boolean isBetter(Placement place) {
        Conclusion conclusion = conclusions.get(place);
        return conclusion != null
                && canServe(conclusion)
                && !(conclusion.condition() instanceof Condition.Hold && inIncident.test(place));
    }

    private static boolean canServe(@Nullable Conclusion conclusion) {
        return conclusion != null
                && !conclusion.condition().bad()
                && !(conclusion.condition() instanceof Condition.NeverHeard);
    }

    private void strand(Placement place, Cause cause, boolean betterElsewhere) {
        Conclusion own = conclusions.get(place);
        if (own == null || !canServe(own)) {
            return;
        }
        String why = "needs " + cause.callee + " in " + place.datacenter() + ", where " + cause.root;
        if (!betterElsewhere) {
            staying.put(place, why);
            return;
        }
        roots.put(place, cause.root);
        conclusions.put(place, new Conclusion(new Condition.Stranded(cause.callee), "W5", why, own.votes(), false));
    }
}
