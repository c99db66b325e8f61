package io.counterweight.engine.shift;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A datacenter's own ceilings, advanced by each of its controllers (rule W3). */
public final class OwnCeilings {

    /**
     * What one service's ceiling depends on besides the evidence.
     *
     * @param limits what the policy's limits say of its return
     * @param callees what it needs here, and what strands it here: they return first (rule W5)
     * @param kept the share that stays though a person drains it, for want of room elsewhere (rule W2)
     */
    public record View(
            Policy policy,
            Conclusion conclusion,
            SortedSet<ServiceName> callees,
            double offered,
            Limits limits,
            boolean drained,
            double kept,
            boolean anotherServes,
            List<TrafficOverride> overrides,
            Consent consent) {}

    /** The ceilings after one step, and what was spent. */
    public record Advanced(
            SortedMap<ServiceName, Ceiling> ceilings,
            SortedMap<ServiceName, Long> pathDownSince,
            SortedMap<ServiceName, Unanswered> unanswered,
            ShiftBudget budget) {

        /** Rule G10: a service whose policy cannot be read is held, and its ceiling with it. */
        public Advanced keeping(SortedMap<ServiceName, Ceiling> before, Set<ServiceName> unreadable) {
            SortedMap<ServiceName, Ceiling> all = new TreeMap<>(before);
            all.keySet().retainAll(unreadable);
            all.putAll(ceilings);
            return new Advanced(all, pathDownSince, unanswered, budget);
        }
    }

    private final Evidence evidence;
    private final EngineState state;
    private final long elapsedMillis;
    private final boolean deploymentAllows;
    private ShiftBudget budget;

    private OwnCeilings(Evidence evidence, EngineState state, DeploymentSafety limits, long elapsedMillis) {
        this.evidence = evidence;
        this.state = state;
        this.elapsedMillis = elapsedMillis;
        this.budget = state.safety().budget().advance(elapsedMillis);
        this.deploymentAllows = DeploymentBudget.of(evidence, limits, budget).allows(limits);
    }

    /**
     * One step of all of them.
     *
     * @param views callees before callers
     */
    public static Advanced advance(
            Evidence evidence,
            EngineState state,
            Loads loads,
            List<View> views,
            DeploymentSafety limits,
            long elapsedMillis) {
        OwnCeilings own = new OwnCeilings(evidence, state, limits, elapsedMillis);
        SortedMap<ServiceName, Ceiling> bases = new TreeMap<>();
        views.forEach(view ->
                bases.put(view.policy().service(), own.base(view.policy().service())));
        Herd herd = herd(views, bases);
        SortedMap<ServiceName, Ceiling> ceilings = new TreeMap<>();
        SortedMap<ServiceName, Long> pathDown = new TreeMap<>();
        SortedMap<ServiceName, Unanswered> unanswered = new TreeMap<>();
        for (View view : views) {
            ServiceName service = view.policy().service();
            if (view.conclusion().condition() instanceof Condition.PathDown) {
                pathDown.put(service, state.pathDownSince().getOrDefault(service, evidence.now()));
            }
            Ceiling base = Optional.ofNullable(bases.get(service)).orElseThrow();
            own.unanswered(service, base).ifPresent(incident -> unanswered.put(service, incident));
            Waits waits =
                    new Waits(Optional.ofNullable(pathDown.get(service)), Optional.ofNullable(unanswered.get(service)));
            double callees = least(view.callees(), ceilings);
            Before before = new Before(base, callees, herd.mayStep(base.share()), waits);
            ceilings.put(service, own.step(view, loads, before));
        }
        return new Advanced(ceilings, pathDown, unanswered, own.budget);
    }

    private static Herd herd(List<View> views, SortedMap<ServiceName, Ceiling> bases) {
        Herd herd = new Herd();
        for (View view : views) {
            Condition condition = view.conclusion().condition();
            boolean well = condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
            Ceiling base = bases.get(view.policy().service());
            if (base != null && well && view.limits().behind().isEmpty() && least(view.callees(), bases) == 1) {
                herd.add(base);
            }
        }
        return herd;
    }

    /** Since when this datacenter's path is down, and the incident that waits for its answer. */
    private record Waits(Optional<Long> pathDown, Optional<Unanswered> unanswered) {}

    /** The latest incident that was ever heard, where the ceiling names an earlier one. */
    private Optional<Unanswered> unanswered(ServiceName service, Ceiling base) {
        Optional<Unanswered> before = Optional.ofNullable(state.unanswered().get(service));
        long latest =
                Math.max(latestIncident(service), before.map(Unanswered::epoch).orElse(0L));
        long since = before.map(Unanswered::sinceMillis).orElse(evidence.now());
        boolean remembered = before.filter(known -> known.epoch() == latest)
                .map(Unanswered::ordered)
                .orElse(true);
        return latest > base.epoch()
                ? Optional.of(new Unanswered(latest, remembered && ordered(service, latest), since))
                : Optional.empty();
    }

    /** Whether everybody who names it says that nothing but an order opened it; what nobody names any more is as it was remembered. */
    private boolean ordered(ServiceName service, long epoch) {
        return evidence.allSpeaking().stream()
                .map(report -> report.of(service))
                .filter(said -> said.incidents().getOrDefault(evidence.home(), 0L) == epoch)
                .allMatch(said -> said.ordered().contains(evidence.home()));
    }

    /** What a ceiling's step starts from: itself, its callees' least share, whether none beside it is behind, and what waits. */
    private record Before(Ceiling base, double callees, boolean mayStep, Waits waits) {}

    /** The least share of those that have not returned to all that they offer. */
    private static double least(SortedSet<ServiceName> callees, SortedMap<ServiceName, Ceiling> ceilings) {
        return callees.stream()
                .flatMap(callee -> Optional.ofNullable(ceilings.get(callee)).stream())
                .filter(ceiling -> ceiling.phase() != Phase.OPEN)
                .mapToDouble(Ceiling::share)
                .min()
                .orElse(1);
    }

    private Ceiling step(View view, Loads loads, Before before) {
        ServiceName service = view.policy().service();
        Placement place = new Placement(service, evidence.home());
        Duration twoCycles = evidence.settings().exchangeCycle().multipliedBy(2);
        Ceiling base = before.base();
        long incident = Math.max(
                latestIncident(service),
                before.waits().unanswered().map(Unanswered::epoch).orElse(0L));
        boolean ordered =
                before.waits().unanswered().filter(Unanswered::ordered).isPresent();
        if (!ordered
                && !view.consent().allows(incident)
                && (view.conclusion().condition().bad() || incident > base.epoch())) {
            return unconsented(view, base, incident);
        }
        OptionalDouble answer = answer(place, view, loads, before.waits().unanswered());
        CeilingClimb.Situation situation = new CeilingClimb.Situation(
                view.conclusion().condition(),
                new CeilingClimb.Incident(
                        answer.isPresent()
                                ? before.waits()
                                        .unanswered()
                                        .map(Unanswered::epoch)
                                        .orElse(0L)
                                : 0,
                        ordered,
                        answer),
                loads.highest(place),
                view.offered(),
                lasts(before.waits().pathDown(), twoCycles),
                view.drained(),
                view.kept(),
                view.anotherServes(),
                gates(view, before),
                elapsedMillis);
        Ceiling next = CeilingClimb.step(
                base, situation, shifting(view), evidence.settings().deadBand());
        if (firstStep(service, next) && view.anotherServes()) {
            budget = budget.spend();
        }
        return next;
    }

    private CeilingClimb.Gates gates(View view, Before before) {
        Placement place = new Placement(view.policy().service(), evidence.home());
        return new CeilingClimb.Gates(
                before.callees(),
                released(view, place),
                releasedTo(view, place, before.base().epoch()),
                budget.allows(view.policy().safety()) && (deploymentAllows || budget.together()),
                before.mayStep() && view.limits().behind().isEmpty(),
                Preparations.missing(evidence, view.policy(), place, before.base())
                        .isEmpty(),
                !view.limits().crossed().isEmpty());
    }

    /** Rule W4: what people have not consented to lowers nothing; once it is over it needs no release. */
    private static Ceiling unconsented(View view, Ceiling base, long incident) {
        return view.conclusion().condition().bad()
                ? base
                : new Ceiling(incident, base.share(), base.phase(), base.remainingMillis(), incident, base.from());
    }

    /** A protected service, and one of which no drill passed of late, returns when people let it. */
    private static Shifting shifting(View view) {
        Shifting shifting = view.policy().shifting();
        return view.consent().wanted() || view.consent().disarmed() ? shifting.latched() : shifting;
    }

    /**
     * What an incident is answered with: the highest load of the last exchange cycle, where load is measured; else what the applied
     * weights send here. While another datacenter's weights are not heard, which may have changed since, the answer waits, for as long
     * as an electorate remembers. Its readers take the lower of the ceiling and the load meanwhile.
     */
    private OptionalDouble answer(Placement place, View view, Loads loads, Optional<Unanswered> unanswered) {
        double policyShare = view.policy().share(evidence.home());
        if (Traffic.measured(evidence, place, policyShare).isPresent()) {
            return loads.highest(place);
        }
        boolean waited = lasts(
                unanswered.map(Unanswered::sinceMillis), evidence.settings().electorateMemory());
        return Traffic.answered(evidence, place, policyShare, waited);
    }

    private boolean lasts(Optional<Long> since, Duration length) {
        return since.filter(begun -> evidence.now() - begun >= length.toMillis())
                .isPresent();
    }

    /** Whether this is a return's first step up, a sibling's or one's own: siblings count alike. */
    private boolean firstStep(ServiceName service, Ceiling next) {
        Ceiling before = state.ceilings().get(service);
        return before != null && before.phase() == Phase.HOLDING_DOWN && next.share() > before.share();
    }

    /**
     * At the start: what was stated and is held, one's journal included. After a stall: the living siblings', who went on meanwhile.
     * Later: one's own and the living siblings'.
     */
    private Ceiling base(ServiceName service) {
        Placement place = new Placement(service, evidence.home());
        Optional<Ceiling> own = Optional.ofNullable(state.ceilings().get(service));
        if (!state.started()) {
            Optional<Ceiling> stated = CeilingReader.everStated(evidence, place, own.isPresent());
            return Stream.concat(own.stream(), stated.stream())
                    .reduce(Ceiling::merge)
                    .orElseGet(() -> enters() ? Ceiling.closed() : Ceiling.open());
        }
        List<Ceiling> siblings = siblings(service);
        if (state.resumed().isPresent() && !siblings.isEmpty()) {
            return siblings.stream().reduce(Ceiling::merge).orElseThrow();
        }
        Ceiling base = own.orElseGet(() -> joins(service) ? Ceiling.closed() : Ceiling.open());
        for (Ceiling sibling : siblings) {
            base = CeilingClimb.adopt(base, sibling);
        }
        return base;
    }

    private List<Ceiling> siblings(ServiceName service) {
        return evidence.facts().fresh(evidence.home(), evidence.now()).stream()
                .map(Held::report)
                .filter(report -> !report.writer().equals(evidence.reader()))
                .flatMap(report -> report.of(service).ceiling().stream())
                .toList();
    }

    /**
     * Rule G9: this datacenter starts in a voting set that people have changed since it was bootstrapped, and neither its journal
     * nor anybody's copy knows a ceiling that it ever stated.
     */
    private boolean enters() {
        return evidence.topology().version() > 0
                && state.ceilings().isEmpty()
                && evidence.facts().of(evidence.home()).stream()
                        .allMatch(held -> held.ceilings().isEmpty());
    }

    /** The service ran already, without this datacenter: its policy, or the voting set, has just taken it in. */
    private boolean joins(ServiceName service) {
        return state.outline()
                .filter(last -> last.services().containsKey(service))
                .isPresent();
    }

    private long latestIncident(ServiceName service) {
        long latest = 0;
        for (Report report : evidence.allSpeaking()) {
            latest = Math.max(latest, report.of(service).incidents().getOrDefault(evidence.home(), 0L));
        }
        return latest;
    }

    /** The latest incident that a person let return all the way. */
    private static long released(View view, Placement place) {
        return releases(view, place)
                .filter(release -> release.upTo() == Action.Release.ALL)
                .mapToLong(release -> release.epochs().getOrDefault(place.service(), 0L))
                .max()
                .orElse(0);
    }

    /** How far people let this incident return, 0 to 1. */
    private static double releasedTo(View view, Placement place, long epoch) {
        return releases(view, place)
                        .filter(release -> release.epochs().getOrDefault(place.service(), 0L) >= epoch)
                        .mapToInt(Action.Release::upTo)
                        .max()
                        .orElse(0)
                / 100.0;
    }

    private static Stream<Action.Release> releases(View view, Placement place) {
        return view.overrides().stream()
                .flatMap(override ->
                        override.action() instanceof Action.Release release ? Stream.of(release) : Stream.empty())
                .filter(release -> release.datacenter().equals(place.datacenter()));
    }
}
