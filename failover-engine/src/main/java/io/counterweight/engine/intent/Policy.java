package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The rules for one service.
 *
 * @param hosts what clients resolve: zone-relative, or absolute with a final dot
 * @param needs the services that it needs in the same datacenter (rule W5)
 * @param retiring the service is being deleted: its answers stay until every datacenter knows and two TTLs have passed (rule G7)
 * @param sheddable how clients may be turned away that nobody has room for; empty where nobody may (rule W2)
 */
public record Policy(
        ServiceName service,
        List<String> hosts,
        Mode mode,
        AnswerChoice choice,
        SortedMap<Site, DatacenterPolicy> datacenters,
        Nearest nearest,
        Check check,
        Damping damping,
        Shifting shifting,
        Safety safety,
        Silence silence,
        Duration ttlMin,
        Duration ttlMax,
        SortedSet<ServiceName> needs,
        boolean retiring,
        Optional<Sheddable> sheddable) {

    public Policy {
        hosts = List.copyOf(hosts);
        needs = Frozen.set(needs);
        datacenters = Frozen.map(datacenters);
    }

    /** One of which nobody is turned away. */
    public Policy(
            ServiceName service,
            List<String> hosts,
            Mode mode,
            AnswerChoice choice,
            SortedMap<Site, DatacenterPolicy> datacenters,
            Nearest nearest,
            Check check,
            Damping damping,
            Shifting shifting,
            Safety safety,
            Silence silence,
            Duration ttlMin,
            Duration ttlMax,
            SortedSet<ServiceName> needs,
            boolean retiring) {
        this(
                service,
                hosts,
                mode,
                choice,
                datacenters,
                nearest,
                check,
                damping,
                shifting,
                safety,
                silence,
                ttlMin,
                ttlMax,
                needs,
                retiring,
                Optional.empty());
    }

    /** Active in one datacenter only (rule E7). */
    public boolean exclusive() {
        return mode == Mode.EXCLUSIVE;
    }

    /** The same with other places. */
    public Policy withDatacenters(SortedMap<Site, DatacenterPolicy> places) {
        return new Policy(
                service, hosts, mode, choice, places, nearest, check, damping, shifting, safety, silence, ttlMin,
                ttlMax, needs, retiring, sheddable);
    }

    /** The same, returning like this. */
    public Policy withShifting(Shifting wanted) {
        return new Policy(
                service,
                hosts,
                mode,
                choice,
                datacenters,
                nearest,
                check,
                damping,
                wanted,
                safety,
                silence,
                ttlMin,
                ttlMax,
                needs,
                retiring,
                sheddable);
    }

    /** The same, whose clients may be turned away like this. */
    public Policy shedding(Optional<Sheddable> how) {
        return new Policy(
                service,
                hosts,
                mode,
                choice,
                datacenters,
                nearest,
                check,
                damping,
                shifting,
                safety,
                silence,
                ttlMin,
                ttlMax,
                needs,
                retiring,
                how);
    }

    /** The most that a datacenter can carry of the service; empty where nobody knows, and where it does not belong. */
    public OptionalDouble capacity(Site datacenter) {
        DatacenterPolicy here = datacenters.get(datacenter);
        return here == null ? OptionalDouble.empty() : here.capacity();
    }

    /** A datacenter's part of the service by this policy, 0 to 1. */
    public double share(Site datacenter) {
        DatacenterPolicy here = datacenters.get(datacenter);
        if (mode != Mode.WEIGHTED || here == null) {
            return here == null ? 0 : 1;
        }
        double sum =
                datacenters.values().stream().mapToInt(DatacenterPolicy::weight).sum();
        return sum == 0 ? 0 : here.weight() / sum;
    }
}
