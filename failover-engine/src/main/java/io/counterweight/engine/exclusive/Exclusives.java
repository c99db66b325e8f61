package io.counterweight.engine.exclusive;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.exclusive.ExclusiveState.Order;
import io.counterweight.engine.fact.Hearing;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.Spread;
import io.counterweight.engine.safety.Orders;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All exclusive services of one decision (rule E7). */
public final class Exclusives {

    private final ExclusiveState before;
    private final Evidence evidence;
    private final boolean answers;
    private final Handover.Moment moment;
    private final ExclusiveState advanced;
    private final SortedMap<ServiceName, Tenure> tenures = new TreeMap<>();
    private final SortedMap<ServiceName, Order> orders = new TreeMap<>();

    private Exclusives(ExclusiveState before, Evidence evidence, boolean started, ExclusiveState advanced) {
        this.before = before;
        this.evidence = evidence;
        this.answers = started && evidence.topology().datacenters().contains(evidence.home());
        this.advanced = advanced;
        long gone = Lease.goneMillis(evidence.facts().stalenessMillis());
        boolean settled =
                evidence.now() - advanced.listeningSince().orElse(evidence.now()) >= gone;
        this.moment = new Handover.Moment(
                new Neighbours(evidence, advanced.said(), settled),
                evidence.now(),
                gone,
                advanced.listeningSince().isPresent() ? Lease.untilMillis(evidence, advanced.said()) : Long.MIN_VALUE,
                evidence.topology().sites().size() > 2,
                evidence.own().stamp());
    }

    /**
     * Takes up from the last decision.
     *
     * @param evidence with the stamp of the report that is made now
     * @param started whether this controller's name server answers
     * @param policies of all services
     * @param overrides in force
     * @param elapsed milliseconds since the last decision
     */
    public static Exclusives begin(
            ExclusiveState before,
            Evidence evidence,
            Collection<Policy> policies,
            List<TrafficOverride> overrides,
            boolean started,
            long elapsed) {
        if (policies.stream().noneMatch(Policy::exclusive)) {
            return new Exclusives(before, evidence, started, ExclusiveState.begin(new TreeMap<>()));
        }
        long staleness = evidence.facts().stalenessMillis();
        SortedSet<String> old = new TreeSet<>(before.spokenBefore());
        boolean anew = before.listeningSince().isEmpty() || elapsed >= Lease.goneMillis(staleness);
        SortedSet<String> inForce = new TreeSet<>();
        overrides.stream()
                .filter(each -> each.action() instanceof Action.Promote)
                .forEach(each -> inForce.add(each.id()));
        if (anew) {
            old.addAll(inForce);
        }
        old.retainAll(inForce);
        ReportStamp stamp = evidence.own().stamp();
        ExclusiveState advanced = new ExclusiveState(
                OptionalLong.of(before.listeningSince().orElse(evidence.now())),
                before.said().with(stamp, evidence.now(), staleness),
                before.tenures(),
                old,
                before.orders());
        return new Exclusives(before, evidence, started, advanced);
    }

    /** A report with this controller's word on exclusive services, where there are any. */
    public Report told(Report report) {
        if (advanced.listeningSince().isEmpty()) {
            return report;
        }
        Hearing hearing =
                new Hearing(moment.neighbours().settled(), moment.neighbours().unheard());
        return report.with(hearing, next().stances());
    }

    /** Where it belongs, and why, as things are. */
    public Preference preference(Policy policy, Orders orders, List<TrafficOverride> inForce, double deadBand) {
        return Preference.of(new Preference.Case(
                orders.candidates(),
                orders.demanded(),
                promotion(policy, inForce),
                current(policy, orders.candidates()),
                deadBand,
                !moment.leased()));
    }

    /** Decides what is answered; a witness shows what the others answer. */
    public Optional<Site> decide(Policy policy, Preference preference, List<TrafficOverride> inForce, List<Step> steps) {
        ServiceName service = policy.service();
        if (!answers) {
            tenures.put(service, Tenure.none(held(service).last()));
            return evidence.topology().witnesses().contains(evidence.home()) ? answeredElsewhere(service) : Optional.empty();
        }
        Handover.Outcome outcome =
                new Handover(moment, policy, held(service), promotion(policy, inForce)).towards(preference);
        steps.addAll(outcome.steps());
        tenures.put(service, outcome.tenure());
        Applications.order(
                        policy,
                        evidence.home(),
                        outcome.tenure(),
                        moment.neighbours().stances(service),
                        Optional.ofNullable(before.orders().get(service)),
                        evidence.now())
                .ifPresent(order -> orders.put(service, order));
        return outcome.tenure().named();
    }

    /** What to bring along: of the services that there are. */
    public ExclusiveState next() {
        return new ExclusiveState(advanced.listeningSince(), advanced.said(), tenures, advanced.spokenBefore(), orders);
    }

    private Optional<Promotion> promotion(Policy policy, List<TrafficOverride> inForce) {
        return Promotion.of(
                inForce.stream().filter(each -> each.concerns(policy.service())).toList(),
                List.copyOf(policy.datacenters().keySet()),
                advanced);
    }

    /** A name that has not been renewed in time is lost, whoever echoes now. */
    private Tenure held(ServiceName service) {
        Tenure tenure = before.tenures().getOrDefault(service, Tenure.none(Optional.empty()));
        boolean lapsed = tenure.named().isPresent() && evidence.now() >= tenure.untilMillis();
        return lapsed ? Tenure.none(tenure.last()) : tenure;
    }

    /** What this one answers, else what others answer, else what they claim, else what it answered last. */
    private Optional<Site> current(Policy policy, List<Candidate> candidates) {
        Tenure held = held(policy.service());
        List<Stance> others = moment.neighbours().stances(policy.service());
        List<Site> order = candidates.stream()
                .sorted(Spread.BY_PRIORITY)
                .map(Candidate::datacenter)
                .toList();
        return held.named()
                .or(() -> first(order, others.stream().flatMap(each -> each.named().stream()).toList()))
                .or(() -> first(order, others.stream().flatMap(each -> each.claimed().stream()).toList()))
                .or(held::last);
    }

    private static Optional<Site> first(List<Site> order, List<Site> said) {
        return order.stream().filter(said::contains).findFirst();
    }

    private Optional<Site> answeredElsewhere(ServiceName service) {
        SortedSet<Site> named = new TreeSet<>();
        moment.neighbours().stances(service).forEach(each -> each.named().ifPresent(named::add));
        return named.size() == 1 ? Optional.of(named.first()) : Optional.empty();
    }
}
