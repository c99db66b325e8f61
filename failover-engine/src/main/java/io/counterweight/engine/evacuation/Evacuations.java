package io.counterweight.engine.evacuation;

import io.counterweight.engine.dependency.DependencyGraph;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose turn it is to leave a datacenter that people evacuate (rule W5). The turn of a layer comes when every service of the layers
 * before has left, and each of its own is concluded serving elsewhere. Whoever sees that first says so in its report, and all others
 * follow: so equal facts give equal plans, and what one's own clock has counted need not be counted again. A service that serves
 * nobody in the datacenter has left it already; so a dead datacenter is left at once.
 */
public final class Evacuations {

    /** What is asked of the world. */
    public record World(
            Evidence evidence,
            SortedMap<Placement, Conclusion> conclusions,
            DependencyGraph graph,
            SortedMap<ServiceName, Policy> policies) {

        Lookaround look() {
            return new Lookaround(evidence, conclusions);
        }
    }

    /** One order, and how its services hang together. */
    record Course(TrafficOverride order, Site datacenter, Layers layers) {
        Placement at(ServiceName service) {
            return new Placement(service, datacenter);
        }
    }

    private final World world;
    private final Lookaround look;
    private final List<Course> courses = new ArrayList<>();
    private final SortedMap<String, SortedSet<ServiceName>> leaving = new TreeMap<>();
    private final SortedMap<Placement, Departure> departures = new TreeMap<>();

    private Evacuations(World world) {
        this.world = world;
        this.look = world.look();
    }

    /**
     * One step of all of them.
     *
     * @param overrides in force
     * @param goesOn whether this controller may say that anybody's turn has come: it has started, and is not isolated
     */
    public static Evacuations advance(
            World world, List<TrafficOverride> overrides, EvacuationMemory before, boolean goesOn) {
        Evacuations evacuations = new Evacuations(world);
        for (TrafficOverride override : overrides) {
            if (override.action() instanceof Action.Evacuate evacuate) {
                evacuations.follow(override, evacuate.datacenter(), before);
            }
        }
        if (goesOn) {
            evacuations.courses.forEach(evacuations::call);
        }
        return evacuations;
    }

    private void follow(TrafficOverride override, Site datacenter, EvacuationMemory before) {
        Course course = new Course(override, datacenter, Layers.of(world.graph, world.policies, datacenter));
        courses.add(course);
        SortedSet<ServiceName> said = new TreeSet<>(before.leaving().getOrDefault(override.id(), new TreeSet<>()));
        for (Held held : world.evidence.facts().reports().values()) {
            said.addAll(held.report().leaving().getOrDefault(override.id(), new TreeSet<>()));
        }
        said.retainAll(world.policies.keySet());
        leaving.put(override.id(), said);
        for (SortedSet<ServiceName> layer : course.layers.inOrder()) {
            for (ServiceName service : layer) {
                Placement place = course.at(service);
                boolean answered = !look.answering(place).isEmpty();
                long now = look.now();
                Departure last = before.departures().getOrDefault(place, new Departure(answered, now));
                departures.put(place, last.next(answered, now));
            }
        }
    }

    /** The turn of every layer comes that has nothing to wait for any more. */
    private void call(Course course) {
        SortedSet<ServiceName> called = said(course);
        for (SortedSet<ServiceName> layer : course.layers.inOrder()) {
            boolean may = layer.stream()
                    .filter(service -> !called.contains(service))
                    .allMatch(service -> mayLeave(service, course.datacenter));
            if (!may) {
                return;
            }
            called.addAll(layer);
            if (!layer.stream().allMatch(service -> left(course.at(service)))) {
                return;
            }
        }
    }

    private SortedSet<ServiceName> said(Course course) {
        return leaving.computeIfAbsent(course.order.id(), unseen -> new TreeSet<>());
    }

    /** The gate: somebody else is concluded to serve it, or it serves nobody here. */
    private boolean mayLeave(ServiceName service, Site datacenter) {
        return look.dead(new Placement(service, datacenter))
                || world.graph.datacenters(service).stream()
                        .filter(site -> !site.equals(datacenter))
                        .anyMatch(site -> look.serves(new Placement(service, site)));
    }

    /** Nobody sends clients there, and whoever was sent before has forgotten it. */
    boolean left(Placement place) {
        Departure departure = departures.get(place);
        Policy policy = world.policies.get(place.service());
        return look.dead(place)
                || departure != null
                        && policy != null
                        && !departure.answered()
                        && departure.lasts(policy.ttlMax().toMillis(), look.now());
    }

    /** What an order asks of one service now: an evacuation is a drain once the service's turn has come. */
    public Optional<TrafficOverride> asks(TrafficOverride override, ServiceName service) {
        if (!(override.action() instanceof Action.Evacuate evacuate)) {
            return Optional.of(override);
        }
        return called(override.id(), service)
                ? Optional.of(override.with(new Action.Drain(evacuate.datacenter())))
                : Optional.empty();
    }

    boolean called(String id, ServiceName service) {
        return leaving.getOrDefault(id, new TreeSet<>()).contains(service);
    }

    /** What to tell the others, and what to remember. */
    public EvacuationMemory memory() {
        return new EvacuationMemory(leaving, departures);
    }

    List<Course> courses() {
        return courses;
    }

    Optional<Departure> departure(Placement place) {
        return Optional.ofNullable(departures.get(place));
    }

    List<Lookaround.Answering> answering(Placement place) {
        return look.answering(place);
    }

    boolean dead(Placement place) {
        return look.dead(place);
    }

    boolean mayLeave(Course course, ServiceName service) {
        return mayLeave(service, course.datacenter);
    }

    /** What is concluded on a service in its other datacenters, in words. */
    String elsewhere(Course course, ServiceName service) {
        return world.graph.datacenters(service).stream()
                .filter(site -> !site.equals(course.datacenter))
                .map(site -> site + " is "
                        + look.condition(new Placement(service, site))
                                .map(condition -> condition.word())
                                .orElse("not concluded on"))
                .collect(Collectors.joining(", "));
    }

    long now() {
        return look.now();
    }

    /** How long a plan may take to be applied and told: an exchange cycle each, and the bound of what is fresh. */
    long promptMillis() {
        return 2 * world.evidence.settings().exchangeCycle().toMillis()
                + world.evidence.settings().staleness().toMillis();
    }
}
