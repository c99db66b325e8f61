package io.counterweight.engine;

import io.counterweight.engine.dependency.DependencyGraph;
import io.counterweight.engine.dependency.Stranding;
import io.counterweight.engine.dependency.Ties;
import io.counterweight.engine.evacuation.Evacuations;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Electorates;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Judge;
import io.counterweight.engine.evidence.SiteMemory;
import io.counterweight.engine.exclusive.ExclusiveState;
import io.counterweight.engine.exclusive.Exclusives;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Outline;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.SafetyWord;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.safety.Arming;
import io.counterweight.engine.safety.Consents;
import io.counterweight.engine.safety.SafetyMemory;
import io.counterweight.engine.shift.CeilingReader;
import io.counterweight.engine.shift.Demands;
import io.counterweight.engine.shift.DeploymentBudget;
import io.counterweight.engine.shift.Incidents;
import io.counterweight.engine.shift.Loads;
import io.counterweight.engine.shift.OverrideClock;
import io.counterweight.engine.shift.OwnCeilings;
import io.counterweight.engine.shift.Preparations;
import io.counterweight.engine.shift.Preparations.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The one way in: facts and time in, a decision out. Pure: the same arguments give the same decision on every controller and in
 * every replay.
 *
 * <p>Read {@link #decide} from top to bottom: judge, let callees strand their callers, open incidents, advance one's own ceilings, report, plan, explain.
 */
public final class Engine {

    /** The newest version of the rules that this code knows (rule G10). */
    public static final int RULES = 1;

    private final EngineState state;
    private final Inputs inputs;
    private final long now;
    private final long elapsed;

    private Engine(EngineState state, Inputs inputs, long now) {
        this.state = state;
        this.inputs = inputs;
        this.now = now;
        this.elapsed =
                state.decidedAt().map(before -> Math.max(0, now - before)).orElse(0L);
    }

    /**
     * Decides.
     *
     * @param now milliseconds on the controller's monotonic clock
     */
    public static Decision decide(EngineState state, Inputs inputs, long now) {
        return new Engine(state, inputs, now).decide();
    }

    private Decision decide() {
        Site home = inputs.self().site();
        SortedSet<Site> heard = heard();
        OverrideClock clock = overrideClock();
        List<TrafficOverride> overrides = inputs.intents().overrides().stream()
                .filter(each -> !clock.over(each.id()))
                .toList();
        Optional<Serving> serving =
                inputs.started() ? state.serving().or(() -> Optional.of(Serving.begun(now))) : Optional.empty();
        Predicate<Duration> settled = ttl ->
                serving.filter(since -> since.settled(ttl.toMillis(), now)).isPresent();
        Consents consents = consents(clock);
        Arming arming = Arming.of(inputs.intents().safety(), clock.remaining());
        SafetyWord safety =
                new SafetyWord(consents.granted(), state.safety().budget().agesMillis(), false);
        boolean mute = mute();
        SortedMap<ServiceName, Ceiling> before = state.started() && !mute ? state.ceilings() : new TreeMap<>();
        OwnReport own = new OwnReport(inputs, stamp(), clock, heard, settled);
        Report provisional = own.make(
                new OwnReport.Standing(
                        state.incidents(),
                        state.demands(),
                        state.homes(),
                        state.evacuations().leaving(),
                        state.plan()),
                before,
                safety);
        SortedMap<Site, SiteMemory> sites = sites(provisional);
        Evidence evidence = evidence(provisional, sites, heard);

        Judge.Judgement judgement = Judge.judge(
                evidence,
                inputs.intents().policies(),
                inputs.intents().safety().deployment().massFailure(),
                state.timers());
        DependencyGraph graph = DependencyGraph.of(inputs.intents().policies());
        Stranding.Outcome stranding = Stranding.spread(
                graph, judgement.conclusions(), state.incidents().open()::containsKey);
        SortedMap<Placement, Conclusion> conclusions = stranding.conclusions();

        Ties ties = new Ties(graph, stranding.staying());
        Evacuations evacuations = Evacuations.advance(
                new Evacuations.World(
                        evidence, conclusions, graph, inputs.intents().policies()),
                overrides,
                state.evacuations(),
                inputs.started() && !evidence.isolated());
        Basis observed = new Basis(
                evidence,
                conclusions,
                state.incidents(),
                overrides,
                ties,
                evacuations,
                state.plan(),
                consents,
                arming,
                state.demands(),
                state.homes());
        Incidents incidents = state.incidents()
                .observe(
                        abroad(conclusions, home),
                        stated(evidence, conclusions),
                        new Planning(inputs, observed).emptied());
        Basis judged = observed.with(incidents);
        DemandMeter meter = new DemandMeter(judged, inputs.settings().deadBand());
        SortedMap<ServiceName, Policy> policies = inputs.intents().policies();
        Demands<ServiceName> demands =
                inputs.started() ? state.demands().advance(meter.read(policies), now) : state.demands();
        Demands<Placement> homes = inputs.started() ? state.homes().advance(meter.homes(policies), now) : state.homes();
        Basis basis = judged.with(demands, homes);
        Loads loads = loads(evidence, home);
        Planning first = new Planning(inputs, basis);
        OwnCeilings.Advanced advanced = mute ? unchanged() : ownCeilings(basis, first, loads);

        SortedMap<ServiceName, Ceiling> after = inputs.started() && !mute ? advanced.ceilings() : new TreeMap<>();
        OwnReport.Standing standing = new OwnReport.Standing(
                incidents, demands, homes, evacuations.memory().leaving(), state.plan());
        Report report = own.make(standing, after, word(consents, advanced, evidence));
        boolean same = report.services().equals(provisional.services());
        Planning planning = same ? first : new Planning(inputs, basis.with(evidence.with(report)));
        Exclusives exclusives = Exclusives.begin(
                state.exclusive(),
                evidence,
                inputs.intents().policies().values(),
                overrides,
                inputs.started(),
                elapsed);
        Planning.Outcome outcome = planning.plan(state.stamp().incarnation(), clock.remaining(), exclusives);
        ExclusiveState exclusive = outcome.exclusive();
        report = exclusives.told(report);
        Plan plan = inputs.started() ? outcome.plan() : state.plan();
        SortedMap<String, Alarm> alarms = Alarms.standing(state.alarms(), inputs, basis, outcome, advanced, now);

        Report outline = Outline.of(report);
        boolean news = state.outline().map(known -> !known.equals(outline)).orElse(true);
        EngineState next = new EngineState(
                report.stamp(),
                Optional.of(now),
                inputs.started(),
                mute ? state.resumed() : Optional.empty(),
                serving,
                sites,
                judgement.timers(),
                incidents,
                loads,
                demands,
                homes,
                advanced.ceilings(),
                advanced.pathDownSince(),
                advanced.unanswered(),
                new SafetyMemory(advanced.budget(), consents.granted()),
                evacuations.memory(),
                clock,
                heard,
                alarms,
                plan,
                exclusive,
                Optional.of(outline));
        return new Decision(
                plan,
                report,
                news,
                next,
                outcome.records(),
                alarms,
                ended(clock),
                outcome.proposals(),
                outcome.evacuations(),
                questions(planning, after));
    }

    /** A return's question comes before an order's. */
    private SortedMap<ServiceName, Question> questions(Planning planning, SortedMap<ServiceName, Ceiling> ceilings) {
        SortedMap<ServiceName, Question> questions = inputs.started() ? planning.questions() : new TreeMap<>();
        questions.putAll(Preparations.due(
                inputs.intents().policies().values(), ceilings, inputs.self().site()));
        return questions;
    }

    /** Rule G3: who hears of itself what it has not written jumps above it. */
    private ReportStamp stamp() {
        return inputs.facts()
                .of(inputs.self())
                .map(held -> held.report().stamp())
                .filter(held -> held.isAfter(state.stamp()))
                .map(held -> new ReportStamp(held.incarnation() + 1, 1))
                .orElseGet(() -> state.stamp().next());
    }

    private SortedSet<Site> heard() {
        SortedSet<Site> heard = new TreeSet<>(state.heard());
        heard.addAll(inputs.facts().heard());
        heard.add(inputs.self().site());
        heard.retainAll(inputs.intents().topology().sites());
        return heard;
    }

    private OverrideClock overrideClock() {
        List<Report> peers = inputs.facts().reports().values().stream()
                .filter(held -> inputs.facts().fresh(held, now))
                .map(held -> held.report())
                .filter(report -> !report.writer().equals(inputs.self()))
                .toList();
        SortedMap<String, Long> lengths = new TreeMap<>();
        inputs.intents().overrides().forEach(each -> lengths.put(each.id(), each.lengthMillis()));
        inputs.intents().safety().votes().forEach(each -> lengths.put(each.clockKey(), each.lengthMillis()));
        inputs.intents().safety().drills().forEach(each -> lengths.put(each.clockKey(), each.lengthMillis()));
        return state.overrides().advance(lengths, peers, elapsed);
    }

    private Consents consents(OverrideClock clock) {
        List<SortedMap<String, String>> heard = inputs.facts().reports().values().stream()
                .map(held -> held.report().safety().granted())
                .toList();
        List<ApprovalVote> counting = inputs.intents().safety().votes().stream()
                .filter(vote -> !clock.over(vote.clockKey()))
                .toList();
        return Consents.of(state.safety().granted(), heard, inputs.intents(), counting);
    }

    /** What this controller says of the safety rules after its ceilings have advanced. */
    private SafetyWord word(Consents consents, OwnCeilings.Advanced own, Evidence evidence) {
        boolean about = own.ceilings().entrySet().stream()
                .filter(each -> DeploymentBudget.about(each.getValue()))
                .anyMatch(
                        each -> Optional.ofNullable(inputs.intents().policies().get(each.getKey()))
                                .filter(policy -> own.budget().allows(policy.safety()))
                                .filter(policy -> Preparations.missing(
                                                evidence,
                                                policy,
                                                new Placement(policy.service(), evidence.home()),
                                                each.getValue())
                                        .isEmpty())
                                .isPresent());
        return new SafetyWord(consents.granted(), own.budget().agesMillis(), inputs.started() && about);
    }

    private List<IntentKey> ended(OverrideClock clock) {
        Stream<IntentKey> overrides = inputs.intents().overrides().stream()
                .filter(each -> clock.over(each.id()))
                .map(each -> IntentKey.override(each.id()));
        Stream<IntentKey> votes = inputs.intents().safety().votes().stream()
                .filter(each -> clock.over(each.clockKey()))
                .map(each -> IntentKey.approval(each.id()));
        Stream<IntentKey> drills = inputs.intents().safety().drills().stream()
                .filter(each -> clock.over(each.clockKey()))
                .map(each -> IntentKey.drill(each.id()));
        return Stream.of(overrides, votes, drills).flatMap(each -> each).toList();
    }

    private SortedMap<Site, SiteMemory> sites(Report own) {
        boolean resumed = state.decidedAt().isEmpty();
        return Electorates.advance(
                resumed ? Electorates.restart(state.sites(), now) : state.sites(),
                inputs.intents().topology().sites(),
                site -> !Evidence.speaking(inputs.facts(), own, site, now).isEmpty(),
                inputs.settings().electorateMemory().toMillis(),
                now);
    }

    private Evidence evidence(Report own, SortedMap<Site, SiteMemory> sites, SortedSet<Site> heard) {
        return Evidence.at(
                inputs.settings(), inputs.facts(), own, inputs.intents().topology(), sites, heard, now);
    }

    /** One's own datacenter answers incidents; it opens none of itself. */
    private static SortedMap<Placement, Conclusion> abroad(SortedMap<Placement, Conclusion> conclusions, Site home) {
        SortedMap<Placement, Conclusion> abroad = new TreeMap<>(conclusions);
        abroad.keySet().removeIf(place -> place.datacenter().equals(home));
        return abroad;
    }

    private static SortedMap<Placement, Ceiling> stated(
            Evidence evidence, SortedMap<Placement, Conclusion> conclusions) {
        SortedMap<Placement, Ceiling> stated = new TreeMap<>();
        for (Placement place : conclusions.keySet()) {
            CeilingReader.stated(evidence, place).ifPresent(ceiling -> stated.put(place, ceiling));
        }
        return stated;
    }

    private Loads loads(Evidence evidence, Site home) {
        SortedMap<Placement, Loads.Carried> carried = new TreeMap<>();
        inputs.intents().policies().forEach((service, policy) -> {
            Placement place = new Placement(service, home);
            if (policy.datacenters().containsKey(home)) {
                Loads.carried(evidence, place, policy.share(home)).ifPresent(load -> carried.put(place, load));
            }
        });
        return state.loads().add(carried, now, inputs.settings().exchangeCycle().toMillis());
    }

    private OwnCeilings.Advanced unchanged() {
        return new OwnCeilings.Advanced(
                state.ceilings(),
                state.pathDownSince(),
                state.unanswered(),
                state.safety().budget());
    }

    /**
     * Rule G3: who was stalled states no ceiling before each sibling that was heard before has spoken since, or fallen silent: its own
     * is of another time.
     */
    private boolean mute() {
        return state.resumed()
                .filter(since -> inputs.facts().fresh(inputs.self().site(), now).stream()
                        .filter(held -> !held.report().writer().equals(inputs.self()))
                        .anyMatch(held -> held.advancedAt() <= since))
                .isPresent();
    }

    /** Rule G3: a controller that has not started yet advances no ceiling, and publishes none. */
    private OwnCeilings.Advanced ownCeilings(Basis basis, Planning planning, Loads loads) {
        if (!inputs.started()) {
            return unchanged();
        }
        OwnCeilings.Advanced advanced = OwnCeilings.advance(
                basis.evidence(),
                state,
                loads,
                planning.ownViews(),
                inputs.intents().safety().deployment(),
                elapsed);
        return advanced.keeping(state.ceilings(), inputs.intents().unreadable());
    }
}
