package io.counterweight.engine;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.DatacenterWord;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Addresses;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.ServicePlanner;
import io.counterweight.engine.safety.FailOpen;
import io.counterweight.engine.safety.Orders;
import io.counterweight.engine.shift.CeilingReader;
import io.counterweight.engine.shift.Incidents;
import io.counterweight.engine.shift.OwnCeilings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** From conclusions to the plan, for all services. */
final class Planning {

    /** The plan, and why. */
    record Outcome(
            Plan plan,
            SortedMap<ServiceName, DecisionRecord> records,
            SortedMap<ServiceName, FailOpen.Rank> failedOpen) {}

    private final Inputs inputs;
    private final Evidence evidence;
    private final SortedMap<Placement, Conclusion> conclusions;
    private final Incidents incidents;
    private final List<TrafficOverride> overrides;

    Planning(
            Inputs inputs,
            Evidence evidence,
            SortedMap<Placement, Conclusion> conclusions,
            Incidents incidents,
            List<TrafficOverride> overrides) {
        this.inputs = inputs;
        this.evidence = evidence;
        this.conclusions = conclusions;
        this.incidents = incidents;
        this.overrides = overrides;
    }

    /** The plan; its sequence advances when anything in it changes. */
    Outcome plan(Plan before, long term, SortedMap<String, Long> remainingMillis) {
        SortedMap<ServiceName, ServicePlan> plans = new TreeMap<>();
        SortedMap<ServiceName, DecisionRecord> records = new TreeMap<>();
        SortedMap<ServiceName, FailOpen.Rank> failedOpen = new TreeMap<>();
        inputs.intents().policies().forEach((service, policy) -> {
            ServicePlanner.Planned planned = ServicePlanner.plan(
                    policy, candidates(policy), overrides, inputs.settings().deadBand());
            plans.put(service, servicePlan(policy, planned, remainingMillis));
            records.put(service, record(policy, planned, before));
            planned.failedOpen().ifPresent(rank -> failedOpen.put(service, rank));
        });
        for (ServiceName held : inputs.intents().unreadable()) {
            before.service(held).ifPresent(last -> plans.put(held, last));
        }
        boolean known = inputs.intents().policiesKnown() || before.policiesKnown();
        boolean same = before.fence().term() == term
                && before.policiesKnown() == known
                && before.services().equals(plans);
        long sequence = before.fence().term() == term ? before.fence().sequence() + (same ? 0 : 1) : 1;
        return new Outcome(new Plan(new Fence(term, sequence), known, plans), records, failedOpen);
    }

    /** What the ceilings of one's own datacenter depend on. */
    SortedMap<ServiceName, OwnCeilings.View> ownViews() {
        Site home = evidence.home();
        SortedMap<ServiceName, OwnCeilings.View> views = new TreeMap<>();
        inputs.intents().policies().forEach((service, policy) -> {
            Conclusion conclusion = conclusions.get(new Placement(service, home));
            if (conclusion != null) {
                List<Candidate> ordered = Orders.apply(
                                service,
                                candidates(policy),
                                overrides,
                                policy.safety(),
                                inputs.settings().deadBand(),
                                step -> {})
                        .candidates();
                views.put(service, view(policy, home, conclusion, ordered));
            }
        });
        return views;
    }

    private OwnCeilings.View view(Policy policy, Site home, Conclusion conclusion, List<Candidate> ordered) {
        boolean drained = ordered.stream().anyMatch(each -> each.datacenter().equals(home) && each.drained());
        boolean anotherServes = ordered.stream()
                .anyMatch(each -> !each.datacenter().equals(home)
                        && each.effective(inputs.settings().deadBand()) > 0);
        return new OwnCeilings.View(
                policy,
                conclusion,
                offered(policy, home),
                drained,
                anotherServes,
                inputs.intents().overrides());
    }

    private List<Candidate> candidates(Policy policy) {
        List<Candidate> candidates = new ArrayList<>();
        policy.datacenters().forEach((site, here) -> {
            Placement place = new Placement(policy.service(), site);
            Conclusion conclusion = conclusions.get(place);
            if (conclusion != null) {
                double share = policy.share(site);
                candidates.add(new Candidate(
                        site,
                        share,
                        here.priority(),
                        conclusion.condition(),
                        offered(policy, site),
                        ceiling(place, share),
                        false,
                        false));
            }
        });
        return candidates;
    }

    private double offered(Policy policy, Site site) {
        DatacenterPolicy here = policy.datacenters().get(site);
        return here == null
                ? 0
                : DatacenterWord.of(
                                evidence.speaking(site),
                                policy.service(),
                                new TreeSet<>(here.endpoints().keySet()))
                        .fraction();
    }

    private double ceiling(Placement place, double policyShare) {
        return CeilingReader.share(evidence, place, incidents.known(place), policyShare);
    }

    private ServicePlan servicePlan(
            Policy policy, ServicePlanner.Planned planned, SortedMap<String, Long> remainingMillis) {
        List<DatacenterShare> shares = new ArrayList<>();
        planned.weights()
                .ifPresent(weights -> weights.forEach((site, weight) -> {
                    DatacenterPolicy here = policy.datacenters().get(site);
                    if (here != null) {
                        shares.add(new DatacenterShare(
                                site, weight, Addresses.living(here, endpoints(policy, site, here))));
                    }
                }));
        return new ServicePlan(policy.service(), policy.hosts(), shares, ttl(policy, remainingMillis), policy.choice());
    }

    private SortedMap<EndpointName, EndpointVerdict> endpoints(Policy policy, Site site, DatacenterPolicy here) {
        return DatacenterWord.endpoints(
                evidence.lastWord(site),
                policy.service(),
                new TreeSet<>(here.endpoints().keySet()));
    }

    /** Short while anything of the service is in doubt, held down or ramping, or an override is about to end. */
    private Duration ttl(Policy policy, SortedMap<String, Long> remainingMillis) {
        boolean calm =
                policy.datacenters().keySet().stream().allMatch(site -> calm(new Placement(policy.service(), site)));
        boolean overrideEnds = overrides.stream()
                .filter(each -> each.concerns(policy.service()))
                .anyMatch(each -> remainingMillis.getOrDefault(each.id(), Long.MAX_VALUE)
                        <= policy.ttlMax().toMillis());
        return calm && !overrideEnds ? policy.ttlMax() : policy.ttlMin();
    }

    private boolean calm(Placement place) {
        Conclusion conclusion = conclusions.get(place);
        Ceiling.Phase phase = CeilingReader.stated(evidence, place).phase();
        return conclusion != null
                && conclusion.condition() instanceof Condition.Healthy
                && (phase == Ceiling.Phase.OPEN || phase == Ceiling.Phase.LATCHED);
    }

    private DecisionRecord record(Policy policy, ServicePlanner.Planned planned, Plan before) {
        SortedMap<Site, Conclusion> why = new TreeMap<>();
        SortedMap<Site, Ceiling> ceilings = new TreeMap<>();
        for (Site site : policy.datacenters().keySet()) {
            Placement place = new Placement(policy.service(), site);
            Conclusion conclusion = conclusions.get(place);
            if (conclusion != null) {
                why.put(site, conclusion);
                ceilings.put(site, CeilingReader.stated(evidence, place));
            }
        }
        return new DecisionRecord(
                policy.service(),
                why,
                ceilings,
                before.service(policy.service()).map(Planning::weights).orElseGet(TreeMap::new),
                planned.weights().orElseGet(TreeMap::new),
                planned.steps());
    }

    private static SortedMap<Site, Integer> weights(ServicePlan plan) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        for (DatacenterShare share : plan.shares()) {
            weights.put(share.datacenter(), share.weight());
        }
        return weights;
    }
}
