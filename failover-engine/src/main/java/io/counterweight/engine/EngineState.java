package io.counterweight.engine;

import io.counterweight.engine.evacuation.EvacuationMemory;
import io.counterweight.engine.evidence.SiteMemory;
import io.counterweight.engine.evidence.Timers;
import io.counterweight.engine.exclusive.ExclusiveState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.safety.SafetyMemory;
import io.counterweight.engine.shift.Demands;
import io.counterweight.engine.shift.Incidents;
import io.counterweight.engine.shift.Loads;
import io.counterweight.engine.shift.OverrideClock;
import io.counterweight.engine.shift.Unanswered;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What one controller brings along from decision to decision. Nothing here is lost for good with a restart: the journal and the
 * others' reports hold it.
 *
 * @param stamp of the last report made
 * @param decidedAt when the last decision was made; empty before the first
 * @param started whether the first round was complete at the last decision
 * @param resumed when its last stall ended, until every sibling that was heard before has spoken since, or fallen silent
 * @param serving since when its plans are applied; empty before the first round is complete
 * @param homes what the own clients of each datacenter ask for, in mode nearest
 * @param ceilings of the own datacenter, by service
 * @param pathDownSince since when the own datacenter's path is concluded down, by service
 * @param unanswered the incidents heard that the ceiling does not answer yet, by service
 * @param heard the sites ever heard in this topology
 * @param exclusive where exclusive services stand
 * @param outline the last report without its ages, to tell whether the next one says anything new
 */
public record EngineState(
        ReportStamp stamp,
        Optional<Long> decidedAt,
        boolean started,
        Optional<Long> resumed,
        Optional<Serving> serving,
        SortedMap<Site, SiteMemory> sites,
        SortedMap<Placement, Timers> timers,
        Incidents incidents,
        Loads loads,
        Demands<ServiceName> demands,
        Demands<Placement> homes,
        SortedMap<ServiceName, Ceiling> ceilings,
        SortedMap<ServiceName, Long> pathDownSince,
        SortedMap<ServiceName, Unanswered> unanswered,
        SafetyMemory safety,
        EvacuationMemory evacuations,
        OverrideClock overrides,
        SortedSet<Site> heard,
        SortedMap<String, Alarm> alarms,
        Plan plan,
        ExclusiveState exclusive,
        Optional<Report> outline) {

    public EngineState {
        sites = Frozen.map(sites);
        timers = Frozen.map(timers);
        ceilings = Frozen.map(ceilings);
        pathDownSince = Frozen.map(pathDownSince);
        unanswered = Frozen.map(unanswered);
        heard = Frozen.set(heard);
        alarms = Frozen.map(alarms);
    }

    /** The state of a controller that never ran, in its first incarnation. */
    public static EngineState fresh(long incarnation) {
        return recovered(incarnation, Journaled.nothing());
    }

    /**
     * What one life of a controller leaves to the next.
     *
     * @param ceilings of the own datacenter, by service
     * @param incidents the highest epoch known of each placement
     * @param openIncidents the epochs of those that were open: a bad conclusion that lasts over a restart raises nothing (rule W3)
     * @param orderedIncidents where nothing but people's orders opened them
     * @param overridesRemaining what is left of every override, by id
     * @param safety the automatic shifts that the budget counts, and what people have consented to
     * @param leaving by evacuation the services whose turn to leave has come
     * @param heard the sites ever heard in this topology
     * @param demands what all clients ask for, frozen at incidents that were open
     * @param homes the same of the own clients of each datacenter, in mode nearest
     * @param active where each exclusive service was answered last
     */
    public record Journaled(
            Plan plan,
            SortedMap<ServiceName, Ceiling> ceilings,
            SortedMap<Placement, Long> incidents,
            SortedMap<Placement, Long> openIncidents,
            SortedSet<Placement> orderedIncidents,
            SortedMap<String, Long> overridesRemaining,
            SafetyMemory safety,
            SortedMap<String, SortedSet<ServiceName>> leaving,
            SortedSet<Site> heard,
            SortedMap<ServiceName, Double> demands,
            SortedMap<Placement, Double> homes,
            SortedMap<ServiceName, Site> active) {

        public Journaled {
            ceilings = Frozen.map(ceilings);
            incidents = Frozen.map(incidents);
            openIncidents = Frozen.map(openIncidents);
            orderedIncidents = Frozen.set(orderedIncidents);
            overridesRemaining = Frozen.map(overridesRemaining);
            leaving = EvacuationMemory.recovered(leaving).leaving();
            heard = Frozen.set(heard);
            demands = Frozen.map(demands);
            homes = Frozen.map(homes);
            active = Frozen.map(active);
        }

        public static Journaled nothing() {
            return new Journaled(
                    Plan.empty(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeMap<>(),
                    SafetyMemory.none(),
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>());
        }
    }

    /** What the journal must hold of this state. */
    public Journaled journaled() {
        return new Journaled(
                plan,
                ceilings,
                incidents.known(),
                incidents.open(),
                incidents.ordered(),
                overrides.remaining(),
                safety,
                evacuations.leaving(),
                heard,
                demands.frozen(),
                homes.frozen(),
                exclusive.last());
    }

    /** What a restarted controller goes on from. */
    public static EngineState recovered(long incarnation, Journaled before) {
        return new EngineState(
                new ReportStamp(incarnation, 0),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                new TreeMap<>(),
                Incidents.recovered(before.openIncidents(), before.orderedIncidents(), before.incidents()),
                Loads.none(),
                Demands.recovered(before.demands()),
                Demands.recovered(before.homes()),
                before.ceilings(),
                new TreeMap<>(),
                new TreeMap<>(),
                before.safety(),
                EvacuationMemory.recovered(before.leaving()),
                OverrideClock.restarted(before.overridesRemaining()),
                before.heard(),
                new TreeMap<>(),
                before.plan(),
                ExclusiveState.begin(before.active()),
                Optional.empty());
    }

    /**
     * After a stall of one's own (rules G5, E6) what was concluded from evidence starts again. The waits for whoever is silent go on
     * where they stopped: else short stalls, again and again, would make them endless.
     *
     * @param now when it ended
     */
    public EngineState afterStall(long now) {
        long stalled = decidedAt.map(before -> now - before).orElse(0L);
        return new EngineState(
                stamp,
                Optional.empty(),
                started,
                Optional.of(now),
                serving.map(since -> since.paused(stalled, now)),
                sites,
                each(timers, waits -> waits.paused(stalled)),
                incidents,
                loads,
                demands,
                homes,
                ceilings,
                new TreeMap<>(),
                each(unanswered, incident -> incident.paused(stalled)),
                safety,
                evacuations.afterStall(),
                overrides,
                heard,
                alarms,
                plan,
                exclusive,
                outline);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> each(SortedMap<K, V> map, UnaryOperator<V> change) {
        SortedMap<K, V> changed = new TreeMap<>();
        map.forEach((key, value) -> changed.put(key, change.apply(value)));
        return changed;
    }
}
