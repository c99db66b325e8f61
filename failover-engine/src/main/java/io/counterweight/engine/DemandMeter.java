package io.counterweight.engine;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.shift.Demands;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all clients of a service ask for now, and whether anything of it is open that freezes the answer (rule W2). */
record DemandMeter(Basis basis, double deadBand) {

    SortedMap<ServiceName, Demands.Now> read(SortedMap<ServiceName, Policy> policies) {
        SortedMap<ServiceName, Demands.Now> services = new TreeMap<>();
        policies.forEach((service, policy) -> services.put(
                service,
                new Demands.Now(inOrder(policy), live(policy), Traffic.frozenDemand(basis.evidence(), service))));
        return services;
    }

    /** What the own clients of each datacenter ask for, where each region has an order of its own. */
    SortedMap<Placement, Demands.Now> homes(SortedMap<ServiceName, Policy> policies) {
        SortedMap<Placement, Demands.Now> homes = new TreeMap<>();
        policies.forEach((service, policy) -> {
            boolean bound = policy.datacenters().keySet().stream()
                    .anyMatch(site -> policy.capacity(site).isPresent());
            if (policy.mode() == Mode.NEAREST && bound) {
                boolean inOrder = inOrder(policy);
                policy.datacenters().keySet().forEach(site -> {
                    Placement place = new Placement(service, site);
                    homes.put(
                            place,
                            new Demands.Now(inOrder, home(policy, place), Traffic.frozenHome(basis.evidence(), place)));
                });
            }
        });
        return homes;
    }

    /** What is not known counts as full, as long as anything of the service is known. */
    private Optional<Demands.Live> home(Policy policy, Placement place) {
        OptionalDouble load = Traffic.load(basis.evidence(), place);
        if (load.isPresent()) {
            return Optional.of(new Demands.Live(load.getAsDouble(), true));
        }
        boolean measured = policy.datacenters().keySet().stream()
                .anyMatch(site -> Traffic.load(basis.evidence(), new Placement(policy.service(), site))
                        .isPresent());
        OptionalDouble capacity = policy.capacity(place.datacenter());
        return measured && capacity.isPresent() && served(policy.service(), place.datacenter())
                ? Optional.of(new Demands.Live(capacity.getAsDouble(), false))
                : Optional.empty();
    }

    /** A datacenter that was never heard is no incident: nothing was ever sent there. */
    private boolean inOrder(Policy policy) {
        return basis.overrides().stream().noneMatch(each -> moves(each, policy))
                && basis.candidates(policy).stream()
                        .allMatch(each -> each.condition() instanceof Condition.NeverHeard || inOrder(policy, each));
    }

    private static boolean moves(TrafficOverride override, Policy policy) {
        return override.concerns(policy.service())
                && switch (override.action()) {
                    case Action.Drain drain -> policy.datacenters().containsKey(drain.datacenter());
                    case Action.Evacuate evacuate -> policy.datacenters().containsKey(evacuate.datacenter());
                    case Action.Pin pin -> true;
                    case Action.Hold hold -> true;
                    case Action.Release release -> false;
                    case Action.Promote promote -> true;
                };
    }

    private boolean inOrder(Policy policy, Candidate each) {
        Phase phase =
                basis.stated(new Placement(policy.service(), each.datacenter())).phase();
        boolean good = each.condition() instanceof Condition.Healthy || each.condition() instanceof Condition.Degraded;
        return good && !each.limited(deadBand) && phase == Phase.OPEN;
    }

    /**
     * The sum of what the datacenters carry. Where the load of one that is sent any client is stale or unknown, its declared capacity
     * stands in. Where each region has an order of its own, everybody's own clients are counted apart instead.
     */
    private Optional<Demands.Live> live(Policy policy) {
        if (policy.mode() == Mode.NEAREST) {
            return Optional.empty();
        }
        double sum = 0;
        int measured = 0;
        int standIns = 0;
        for (Map.Entry<Site, DatacenterPolicy> each : policy.datacenters().entrySet()) {
            OptionalDouble load = Traffic.load(basis.evidence(), new Placement(policy.service(), each.getKey()));
            if (load.isPresent()) {
                measured++;
                sum += load.getAsDouble();
            } else if (served(policy.service(), each.getKey())) {
                if (each.getValue().capacity().isEmpty()) {
                    return Optional.empty();
                }
                standIns++;
                sum += each.getValue().capacity().getAsDouble();
            }
        }
        return measured == 0 ? Optional.empty() : Optional.of(new Demands.Live(sum, standIns == 0));
    }

    private boolean served(ServiceName service, Site datacenter) {
        return basis.before()
                .service(service)
                .map(ServicePlan::peaks)
                .map(weights -> weights.getOrDefault(datacenter, 0) > 0)
                .orElse(true);
    }
}
