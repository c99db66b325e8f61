package io.counterweight.engine;

import io.counterweight.engine.dependency.Ties;
import io.counterweight.engine.evacuation.Evacuations;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.DatacenterWord;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.Room;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.safety.Arming;
import io.counterweight.engine.safety.Consents;
import io.counterweight.engine.shift.CeilingReader;
import io.counterweight.engine.shift.Demands;
import io.counterweight.engine.shift.Incidents;
import io.counterweight.engine.shift.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a plan is made from.
 *
 * @param overrides in force, in stamp order
 * @param ties who needs whom, and who stays without
 * @param before the last plan; at a cold start the journal's
 * @param evacuations whose turn it is to leave
 * @param consents what people have consented to
 * @param arming where automation is armed
 * @param demands what all clients of each service ask for, frozen while anything of it is open
 * @param homes the same of the own clients of each datacenter, in mode nearest
 */
record Basis(
        Evidence evidence,
        SortedMap<Placement, Conclusion> conclusions,
        Incidents incidents,
        List<TrafficOverride> overrides,
        Ties ties,
        Evacuations evacuations,
        Plan before,
        Consents consents,
        Arming arming,
        Demands<ServiceName> demands,
        Demands<Placement> homes) {

    Basis with(Incidents observed) {
        return new Basis(
                evidence,
                conclusions,
                observed,
                overrides,
                ties,
                evacuations,
                before,
                consents,
                arming,
                demands,
                homes);
    }

    Basis with(Evidence newer) {
        return new Basis(
                newer, conclusions, incidents, overrides, ties, evacuations, before, consents, arming, demands, homes);
    }

    Basis with(Demands<ServiceName> known, Demands<Placement> own) {
        return new Basis(
                evidence, conclusions, incidents, overrides, ties, evacuations, before, consents, arming, known, own);
    }

    Basis with(Consents given) {
        return new Basis(
                evidence, conclusions, incidents, overrides, ties, evacuations, before, given, arming, demands, homes);
    }

    Optional<Conclusion> conclusion(Placement place) {
        return Optional.ofNullable(conclusions.get(place));
    }

    /** The ceiling that the datacenter states; open where it never stated any. */
    Ceiling stated(Placement place) {
        return CeilingReader.stated(evidence, place).orElse(Ceiling.open());
    }

    /** What a service needs in a datacenter, and what strands it there: they return first (rule W5). */
    SortedSet<ServiceName> returnsAfter(Placement place) {
        SortedSet<ServiceName> callees =
                new TreeSet<>(ties.graph().calleesOf(ties.graph().group(place.service()), place.datacenter()));
        strandedBy(place).ifPresent(callees::add);
        return callees;
    }

    /** Services that need others or are needed: callees first, and in a cycle whoever strands the others here before them. */
    List<ServiceName> calleesFirst(Site datacenter) {
        List<ServiceName> ordered = new ArrayList<>();
        for (SortedSet<ServiceName> group : ties.graph().groups()) {
            group.stream()
                    .sorted(Comparator.comparing(member ->
                            strandedBy(new Placement(member, datacenter)).isPresent()))
                    .forEach(ordered::add);
        }
        return ordered;
    }

    private Optional<ServiceName> strandedBy(Placement place) {
        return conclusion(place)
                .map(Conclusion::condition)
                .flatMap(condition -> condition instanceof Condition.Stranded stranded
                        ? Optional.of(stranded.callee())
                        : Optional.empty());
    }

    List<Candidate> candidates(Policy policy) {
        List<Candidate> candidates = new ArrayList<>();
        policy.datacenters().forEach((site, here) -> {
            Placement place = new Placement(policy.service(), site);
            double share = policy.share(site);
            conclusion(place)
                    .ifPresent(conclusion -> candidates.add(new Candidate(
                                    site,
                                    share,
                                    here.priority(),
                                    conclusion.condition(),
                                    offered(place, here),
                                    ceiling(place, share))
                            .withIncident(CeilingReader.latest(evidence, place, incidents.known(place)))
                            .withRoom(room(policy.service(), here))));
        });
        return candidates;
    }

    private Room room(ServiceName service, DatacenterPolicy here) {
        return new Room(
                here.capacity().orElse(Double.POSITIVE_INFINITY),
                demands.of(service).orElse(0));
    }

    /** What the policy's limits say of a return to this place. */
    Limits limits(Policy policy, Placement place) {
        return Optional.ofNullable(policy.datacenters().get(place.datacenter()))
                .map(here -> Limits.of(evidence, policy, place, offered(place, here)))
                .orElseGet(Limits::none);
    }

    private double offered(Placement place, DatacenterPolicy here) {
        return DatacenterWord.of(
                        evidence.speaking(place.datacenter()),
                        place.service(),
                        Frozen.set(here.endpoints().keySet()))
                .fraction();
    }

    private double ceiling(Placement place, double policyShare) {
        CeilingReader.Part part = new CeilingReader.Part(policyShare, byLastPlan(place, policyShare));
        return CeilingReader.share(evidence, place, incidents.known(place), part);
    }

    /** The share that the last plan gives a datacenter; empty where the service never had a plan. */
    private OptionalDouble byLastPlan(Placement place, double policyShare) {
        Optional<ServicePlan> last =
                before.service(place.service()).filter(plan -> !plan.shares().isEmpty());
        if (last.isEmpty() || policyShare == 0) {
            return OptionalDouble.empty();
        }
        int weight = last.get().peaks().getOrDefault(place.datacenter(), 0);
        return OptionalDouble.of(Math.min(1, weight / (policyShare * ServicePlan.WHOLE)));
    }
}
