package io.counterweight.simulation;

import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The applications: which endpoint serves, where the power is off, whose way in is broken. All serve at first. */
public final class Applications {

    private record Instance(Placement place, EndpointName endpoint) {}

    private final Set<Instance> failing = new HashSet<>();
    private final Set<Placement> ingressBroken = new HashSet<>();
    private final Set<Placement> deaf = new HashSet<>();
    private final Map<Placement, String> unprepared = new HashMap<>();
    private final Set<Site> dark = new HashSet<>();
    private final Map<Placement, Double> pushed = new HashMap<>();
    private final Map<Placement, Double> offered = new HashMap<>();

    /** As they are now, to go on by themselves. */
    Applications copy() {
        Applications copy = new Applications();
        copy.failing.addAll(failing);
        copy.ingressBroken.addAll(ingressBroken);
        copy.deaf.addAll(deaf);
        copy.unprepared.putAll(unprepared);
        copy.dark.addAll(dark);
        copy.pushed.putAll(pushed);
        copy.offered.putAll(offered);
        return copy;
    }

    List<Object> memory() {
        return List.of(failing, ingressBroken, deaf, unprepared, dark, pushed, offered);
    }

    public void fail(String service, String datacenter, String... endpoints) {
        for (String endpoint : endpoints) {
            failing.add(new Instance(place(service, datacenter), EndpointName.of(endpoint)));
        }
    }

    public void mend(String service, String datacenter, String... endpoints) {
        for (String endpoint : endpoints) {
            failing.remove(new Instance(place(service, datacenter), EndpointName.of(endpoint)));
        }
    }

    /** The application's own word on the capacity that it offers there. */
    public void push(String service, String datacenter, double capacity) {
        pushed.put(place(service, datacenter), capacity);
    }

    /** What its endpoints answer their probes: the share of their capacity that they offer. */
    public void degrade(String service, String datacenter, double capacity) {
        offered.put(place(service, datacenter), capacity);
    }

    /** The applications are well, but what stands in front of them refuses everybody. */
    public void breakIngress(String service, String datacenter) {
        ingressBroken.add(place(service, datacenter));
    }

    public void mendIngress(String service, String datacenter) {
        ingressBroken.remove(place(service, datacenter));
    }

    /** It never confirms what it is told to be. */
    public void ignoreOrders(String service, String datacenter) {
        deaf.add(place(service, datacenter));
    }

    /** Asked before traffic returns, it refuses until it is prepared. */
    public void refuseTraffic(String service, String datacenter, String why) {
        unprepared.put(place(service, datacenter), why);
    }

    public void prepare(String service, String datacenter) {
        unprepared.remove(place(service, datacenter));
    }

    /** What it says when it is asked; empty where nothing is heard of it yet. */
    Optional<Prepared> prepared(Placement place, String cause) {
        if (!powered(place.datacenter())) {
            return Optional.empty();
        }
        if (deaf.contains(place)) {
            return Optional.of(new Prepared(cause, Prepared.Answer.UNANSWERED, "no answer by the deadline"));
        }
        return Optional.of(Optional.ofNullable(unprepared.get(place))
                .map(why -> new Prepared(cause, Prepared.Answer.REFUSED, why))
                .orElseGet(() -> new Prepared(cause, Prepared.Answer.READY, "")));
    }

    boolean confirms(Placement place) {
        return powered(place.datacenter()) && !deaf.contains(place);
    }

    public void mendAll() {
        failing.clear();
        deaf.clear();
        unprepared.clear();
        ingressBroken.clear();
        pushed.clear();
        offered.clear();
    }

    void powerOff(Site site) {
        dark.add(site);
    }

    void powerOn(Site site) {
        dark.remove(site);
    }

    boolean powered(Site site) {
        return !dark.contains(site);
    }

    boolean serves(Placement place, EndpointName endpoint) {
        return powered(place.datacenter()) && !failing.contains(new Instance(place, endpoint));
    }

    boolean ingress(Placement place) {
        return !ingressBroken.contains(place);
    }

    double offered(Placement place) {
        return offered.getOrDefault(place, 1.0);
    }

    Optional<Double> pushed(Placement place) {
        return Optional.ofNullable(pushed.get(place));
    }

    private static Placement place(String service, String datacenter) {
        return new Placement(ServiceName.of(service), Site.of(datacenter));
    }
}
