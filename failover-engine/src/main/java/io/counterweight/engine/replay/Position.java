package io.counterweight.engine.replay;

import io.counterweight.engine.Decision;
import io.counterweight.engine.Engine;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.ControllerId;

/**
 * What a controller brings along from turn to turn. The loop of the product, the simulation and every replay go from one position to
 * the next by these methods, so that the same turns lead to the same place.
 */
public record Position(EngineState state, Facts facts) {

    /** Where a controller begins that has heard nobody yet. */
    public static Position begin(EngineState state, Settings settings) {
        return new Position(state, Facts.none(settings.staleness().toMillis()));
    }

    /** After a stall of its own, which began at {@code since} (rule G5). */
    public Position afterStall(long since, long now) {
        return new Position(state.afterStall(now), facts.restartAges(since, now));
    }

    /** After a report has arrived, new or not. */
    public Position hearing(Report report, long now) {
        return new Position(state, facts.receive(report, now));
    }

    /** The decision from here. */
    public Decision decide(ControllerId self, Settings settings, Given given, long now) {
        return Engine.decide(state, given.inputs(self, settings, facts), now);
    }

    /** After a decision. */
    public Position after(Decision decision) {
        return new Position(decision.next(), facts);
    }
}
