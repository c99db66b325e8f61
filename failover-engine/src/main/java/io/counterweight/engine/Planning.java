package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evacuation.Evacuation;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.DatacenterWord;
import io.counterweight.engine.exclusive.ExclusiveState;
import io.counterweight.engine.exclusive.Exclusives;
import io.counterweight.engine.exclusive.Preference;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Addresses;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Landing;
import io.counterweight.engine.plan.Least;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.Regional;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.ServicePlanner;
import io.counterweight.engine.plan.Shed;
import io.counterweight.engine.safety.FailOpen;
import io.counterweight.engine.safety.Lowered;
import io.counterweight.engine.safety.Orders;
import io.counterweight.engine.safety.Proposal;
import io.counterweight.engine.safety.ProposalId;
import io.counterweight.engine.safety.RemovalCap;
import io.counterweight.engine.shift.Consent;
import io.counterweight.engine.shift.Limits;
import io.counterweight.engine.shift.OwnCeilings;
import io.counterweight.engine.shift.Preparations.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** From conclusions to the plan, for all services. */
final class Planning {

    /** The plan, and why. */
    record Outcome(
            Plan plan,
            SortedMap<ServiceName, DecisionRecord> records,
            SortedMap<ServiceName, FailOpen.Rank> failedOpen,
            List<Proposal> proposals,
            List<Placement> disarmed,
            List<Evacuation> evacuations,
            ExclusiveState exclusive) {}

    private final Inputs inputs;
    private final Basis basis;
    private final double deadBand;
    private final Map<ServiceName, Guards> guards = new HashMap<>();

    Planning(Inputs inputs, Basis basis) {
        this.inputs = inputs;
        this.basis = basis;
        this.deadBand = inputs.settings().deadBand();
    }

    /** The plan; its sequence advances when anything in it changes. */
    Outcome plan(long term, SortedMap<String, Long> remainingMillis, Exclusives exclusives) {
        Plan before = basis.before();
        SortedMap<ServiceName, ServicePlan> plans = new TreeMap<>();
        SortedMap<ServiceName, DecisionRecord> records = new TreeMap<>();
        SortedMap<ServiceName, FailOpen.Rank> failedOpen = new TreeMap<>();
        List<Proposal> proposals = new ArrayList<>();
        inputs.intents().policies().forEach((service, policy) -> {
            Guards guards = guards(policy);
            ServicePlanner.Planned planned =
                    policy.exclusive() ? planExclusive(policy, guards, exclusives) : plan(policy, guards);
            Regional regional = Regional.plan(policy, guards.candidates(), guards.orders(), deadBand, planned);
            plans.put(service, servicePlan(policy, planned, regional, remainingMillis));
            records.put(service, record(policy, guards, planned, regional));
            guards.proposals()
                    .forEach(each -> proposals.add(each.moving(before(service), after(policy, each, exclusives))));
            planned.failedOpen().ifPresent(rank -> failedOpen.put(service, rank));
        });
        for (ServiceName held : inputs.intents().unreadable()) {
            before.service(held).ifPresent(last -> plans.put(held, last));
        }
        before.services()
                .forEach((service, last) ->
                        plans.computeIfPresent(service, (same, plan) -> plan.equals(last) ? last : plan));
        boolean known = inputs.intents().policiesKnown() || before.policiesKnown();
        boolean same = before.fence().term() == term
                && before.policiesKnown() == known
                && before.services().equals(plans);
        long sequence = before.fence().term() == term ? before.fence().sequence() + (same ? 0 : 1) : 1;
        List<Evacuation> evacuations = EvacuationSteps.tell(basis.evacuations(), records);
        Plan plan = new Plan(new Fence(term, sequence), known, plans);
        return new Outcome(plan, records, failedOpen, proposals, disarmed(), evacuations, exclusives.next());
    }

    /** What applications of the own datacenter are asked before people's orders send them clients. */
    SortedMap<ServiceName, Question> questions() {
        SortedMap<ServiceName, Question> questions = new TreeMap<>();
        inputs.intents().policies().forEach((service, policy) -> guards(policy)
                .question()
                .ifPresent(question -> questions.put(service, question)));
        return questions;
    }

    private Guards guards(Policy policy) {
        return guards.computeIfAbsent(policy.service(), service -> Guards.of(basis, policy, deadBand));
    }

    private ServicePlanner.Planned plan(Policy policy, Guards guards) {
        Policy now = sheddingNow(policy, () -> orders(policy, guards));
        return ServicePlanner.plan(now, guards.candidates(), guards.orders(), deadBand);
    }

    /** The policy as far as clients may be turned away by it now. */
    private Policy sheddingNow(Policy policy, Supplier<Orders> orders) {
        return policy.sheddable().isEmpty()
                ? policy
                : policy.shedding(
                        new Shedding(basis, policy, deadBand).now(orders.get().candidates()));
    }

    /** All of it to the datacenter that the name server may answer with, or no answer (rule E7). */
    private ServicePlanner.Planned planExclusive(Policy policy, Guards guards, Exclusives exclusives) {
        List<Step> steps = new ArrayList<>();
        Orders orders = ordered(policy, guards, steps::add);
        Preference preference = exclusives.preference(policy, orders, guards.orders(), deadBand);
        Optional<SortedMap<Site, Integer>> weights =
                exclusives.decide(policy, preference, guards.orders(), steps).map(active -> allTo(active, policy));
        return new ServicePlanner.Planned(
                weights,
                orders.candidates(),
                List.copyOf(steps),
                Optional.empty(),
                Least.none(),
                Landing.none(),
                Shed.nothing());
    }

    private Orders ordered(Policy policy, Guards guards, Consumer<Step> steps) {
        return Orders.apply(policy.service(), guards.candidates(), guards.orders(), policy.safety(), deadBand, steps);
    }

    private static SortedMap<Site, Integer> allTo(Site active, Policy policy) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        policy.datacenters().keySet().forEach(site -> weights.put(site, 0));
        weights.put(active, ServicePlan.WHOLE);
        return weights;
    }

    /** Where no drill has passed of late, though the deployment asks for it. */
    private List<Placement> disarmed() {
        List<Placement> disarmed = new ArrayList<>();
        inputs.intents().policies().forEach((service, policy) -> policy.datacenters().keySet().stream()
                .map(site -> new Placement(service, site))
                .filter(place -> !basis.arming().armed(place))
                .forEach(disarmed::add));
        return disarmed;
    }

    private SortedMap<Site, Integer> before(ServiceName service) {
        return basis.before().service(service).map(ServicePlan::weights).orElseGet(TreeMap::new);
    }

    /** The weights that consent to this alone would lead to now. */
    private SortedMap<Site, Integer> after(Policy policy, Proposal proposal, Exclusives exclusives) {
        Basis given = basis.with(basis.consents().with(proposal.id()));
        Guards guards = Guards.of(given, policy, deadBand);
        if (policy.exclusive()) {
            return exclusives
                    .preference(policy, ordered(policy, guards, step -> {}), guards.orders(), deadBand)
                    .datacenter()
                    .map(active -> allTo(active, policy))
                    .orElseGet(TreeMap::new);
        }
        return plan(policy, guards).weights().orElseGet(TreeMap::new);
    }

    /** What the ceilings of one's own datacenter depend on; nothing while it does not belong to the voting set (rule G9). */
    List<OwnCeilings.View> ownViews() {
        Site home = basis.evidence().home();
        List<OwnCeilings.View> views = new ArrayList<>();
        if (!inputs.intents().topology().datacenters().contains(home)) {
            return views;
        }
        SortedMap<ServiceName, Policy> policies = inputs.intents().policies();
        Set<ServiceName> calleesFirst = new LinkedHashSet<>(basis.calleesFirst(home));
        calleesFirst.addAll(policies.keySet());
        for (ServiceName service : calleesFirst) {
            Policy policy = policies.get(service);
            Optional<Conclusion> conclusion = basis.conclusion(new Placement(service, home));
            if (policy != null && conclusion.isPresent()) {
                views.add(view(policy, home, conclusion.get()));
            }
        }
        return views;
    }

    /** Where people's orders leave nothing, and there would be something without them. */
    Set<Placement> emptied() {
        Set<Placement> emptied = new TreeSet<>();
        for (Policy policy : inputs.intents().policies().values()) {
            if (basis.overrides().stream().anyMatch(each -> each.concerns(policy.service()))) {
                Lowered.by(orders(policy, guards(policy)), policy.mode(), deadBand)
                        .forEach((site, left) -> {
                            if (left == 0) {
                                emptied.add(new Placement(policy.service(), site));
                            }
                        });
            }
        }
        return emptied;
    }

    private Orders orders(Policy policy, Guards guards) {
        List<Candidate> capped = RemovalCap.apply(guards.candidates(), policy.safety(), step -> {});
        return Orders.apply(policy.service(), capped, guards.orders(), policy.safety(), deadBand, step -> {});
    }

    private OwnCeilings.View view(Policy policy, Site home, Conclusion conclusion) {
        Guards guards = guards(policy);
        Orders orders = orders(policy, guards);
        double left = Lowered.by(orders, policy.mode(), deadBand).getOrDefault(home, 1.0);
        Candidate own = orders.candidates().stream()
                .filter(each -> each.datacenter().equals(home))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(home + " is no candidate for " + policy.service()));
        boolean anotherServes = orders.candidates().stream()
                .anyMatch(each -> !each.datacenter().equals(home) && each.effective(deadBand) > 0);
        return new OwnCeilings.View(
                policy,
                conclusion,
                basis.returnsAfter(new Placement(policy.service(), home)),
                Math.min(own.offered(), left),
                Limits.of(basis.evidence(), policy, new Placement(policy.service(), home), own.offered()),
                left == 0,
                kept(policy, orders, own),
                anotherServes,
                released(policy, guards),
                consent(policy, home));
    }

    /** What of its policy share stays in a datacenter that a person drains, for want of room elsewhere (rule W2). */
    private double kept(Policy policy, Orders orders, Candidate own) {
        return own.drained() && own.policyShare() > 0 && orders.pinned().isEmpty()
                ? ServicePlanner.part(
                                sheddingNow(policy, () -> orders), orders.candidates(), deadBand, own.datacenter())
                        / own.policyShare()
                : 0;
    }

    /** Of a protected service only what people consented to. */
    private List<TrafficOverride> released(Policy policy, Guards guards) {
        return policy.safety().approval().isPresent()
                ? guards.orders()
                : inputs.intents().overrides();
    }

    private Consent consent(Policy policy, Site home) {
        SortedSet<Long> epochs = new TreeSet<>();
        for (String granted : basis.consents().granted().keySet()) {
            if (ProposalId.parse(granted).orElse(null) instanceof ProposalId.Leave leave
                    && leave.service().equals(policy.service())
                    && leave.datacenter().equals(home)) {
                epochs.add(leave.epoch());
            }
        }
        boolean armed = basis.arming().armed(new Placement(policy.service(), home));
        return new Consent(policy.safety().approval().isPresent(), epochs, !armed);
    }

    private ServicePlan servicePlan(
            Policy policy, ServicePlanner.Planned planned, Regional regional, SortedMap<String, Long> remainingMillis) {
        List<DatacenterShare> shares = new ArrayList<>();
        planned.weights()
                .ifPresent(weights -> weights.forEach((site, weight) -> {
                    DatacenterPolicy here = policy.datacenters().get(site);
                    if (here != null) {
                        shares.add(new DatacenterShare(
                                site, weight, Addresses.living(here, endpoints(policy, site, here))));
                    }
                }));
        return new ServicePlan(
                policy.service(),
                policy.hosts(),
                shares,
                Lifetimes.ttl(policy, basis, remainingMillis),
                policy.choice(),
                planned.least(),
                regional.weights(),
                policy.exclusive(),
                Optional.of(planned.shed()));
    }

    private SortedMap<EndpointName, EndpointVerdict> endpoints(Policy policy, Site site, DatacenterPolicy here) {
        return DatacenterWord.endpoints(
                basis.evidence().lastWord(site),
                policy.service(),
                Frozen.set(here.endpoints().keySet()));
    }

    private DecisionRecord record(Policy policy, Guards guards, ServicePlanner.Planned planned, Regional regional) {
        List<Step> steps = new ArrayList<>(guards.steps());
        steps.addAll(planned.steps());
        steps.addAll(regional.steps());
        steps.addAll(DependencySteps.of(policy, basis));
        steps.addAll(ReturnSteps.of(policy, basis, inputs.intents().safety().deployment()));
        steps.addAll(ShiftSteps.of(policy, basis));
        SortedMap<Site, Conclusion> why = new TreeMap<>();
        SortedMap<Site, Ceiling> ceilings = new TreeMap<>();
        for (Site site : policy.datacenters().keySet()) {
            Placement place = new Placement(policy.service(), site);
            basis.conclusion(place).ifPresent(conclusion -> {
                why.put(site, conclusion);
                ceilings.put(site, basis.stated(place));
            });
        }
        return new DecisionRecord(
                policy.service(),
                why,
                ceilings,
                before(policy.service()),
                planned.weights().orElseGet(TreeMap::new),
                changes(basis.before().service(policy.service()), regional),
                landing(policy, planned, regional),
                steps);
    }

    private Landing landing(Policy policy, ServicePlanner.Planned planned, Regional regional) {
        return policy.mode() == Mode.NEAREST
                ? planned.weights()
                        .map(weights -> HomeRooms.of(policy, basis.homes()).landing(weights, regional.weights()))
                        .orElseGet(Landing::none)
                : planned.landing();
    }

    private static SortedMap<Region, DecisionRecord.Change> changes(Optional<ServicePlan> before, Regional regional) {
        SortedMap<Region, DecisionRecord.Change> changes = new TreeMap<>();
        regional.weights()
                .forEach((region, after) -> changes.put(
                        region,
                        new DecisionRecord.Change(
                                before.map(plan -> plan.regions().get(region)).orElseGet(TreeMap::new), after)));
        return changes;
    }
}
