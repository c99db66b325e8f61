package io.counterweight.engine.shift;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A datacenter's own ceilings, advanced by each of its controllers (rule W3). */
public final class OwnCeilings {

    /** What one service's ceiling depends on besides the evidence. */
    public record View(
            Policy policy,
            Conclusion conclusion,
            double offered,
            boolean drained,
            boolean anotherServes,
            List<TrafficOverride> overrides) {}

    /** The ceilings after one step, and what was spent. */
    public record Advanced(
            SortedMap<ServiceName, Ceiling> ceilings, SortedMap<ServiceName, Long> pathDownSince, ShiftBudget budget) {}

    private final Evidence evidence;
    private final EngineState state;
    private final long elapsedMillis;
    private ShiftBudget budget;

    private OwnCeilings(Evidence evidence, EngineState state, long elapsedMillis) {
        this.evidence = evidence;
        this.state = state;
        this.elapsedMillis = elapsedMillis;
        this.budget = state.budget();
    }

    public static Advanced advance(
            Evidence evidence, EngineState state, Loads loads, SortedMap<ServiceName, View> views, long elapsedMillis) {
        OwnCeilings own = new OwnCeilings(evidence, state, elapsedMillis);
        SortedMap<ServiceName, Ceiling> ceilings = new TreeMap<>();
        SortedMap<ServiceName, Long> pathDown = new TreeMap<>();
        views.forEach((service, view) -> {
            if (view.conclusion().condition() instanceof Condition.PathDown) {
                pathDown.put(service, state.pathDownSince().getOrDefault(service, evidence.now()));
            }
            ceilings.put(service, own.step(service, view, loads, pathDown));
        });
        return new Advanced(ceilings, pathDown, own.budget);
    }

    private Ceiling step(ServiceName service, View view, Loads loads, SortedMap<ServiceName, Long> pathDown) {
        Placement place = new Placement(service, evidence.home());
        Ceiling base = base(service, place);
        Long downSince = pathDown.get(service);
        long twoCycles = 2 * evidence.settings().exchangeCycle().toMillis();
        CeilingClimb.Situation situation = new CeilingClimb.Situation(
                view.conclusion().condition(),
                latestIncident(service),
                loads.highest(place),
                view.offered(),
                downSince != null && evidence.now() - downSince >= twoCycles,
                view.drained(),
                view.anotherServes(),
                released(view, place),
                budget.allows(view.policy().safety(), evidence.now()),
                elapsedMillis);
        Ceiling next = CeilingClimb.step(
                base, situation, view.policy().shifting(), evidence.settings().deadBand());
        if (base.phase() == Ceiling.Phase.HOLDING_DOWN && next.share() > base.share() && view.anotherServes()) {
            budget = budget.spend(evidence.now());
        }
        return next;
    }

    /** At the start: all that was ever stated and is held, one's journal included. Later: one's own and the living siblings'. */
    private Ceiling base(ServiceName service, Placement place) {
        Ceiling own = state.ceilings().getOrDefault(service, Ceiling.open());
        if (!state.started()) {
            return CeilingReader.everStated(evidence, place).map(own::merge).orElse(own);
        }
        Ceiling base = own;
        for (Held held : evidence.facts().fresh(evidence.home(), evidence.now())) {
            if (!held.report().writer().equals(evidence.reader())) {
                Ceiling sibling = held.ceilings().get(service);
                base = sibling == null ? base : CeilingClimb.adopt(base, sibling);
            }
        }
        return base;
    }

    private long latestIncident(ServiceName service) {
        long latest = 0;
        for (Report report : evidence.allSpeaking()) {
            latest = Math.max(latest, report.of(service).incidents().getOrDefault(evidence.home(), 0L));
        }
        return latest;
    }

    private static long released(View view, Placement place) {
        long released = 0;
        for (TrafficOverride override : view.overrides()) {
            if (override.action() instanceof Action.Release release
                    && release.datacenter().equals(place.datacenter())
                    && override.concerns(place.service())) {
                released = Math.max(released, release.epoch());
            }
        }
        return released;
    }
}
