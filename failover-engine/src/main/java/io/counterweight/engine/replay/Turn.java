package io.counterweight.engine.replay;

import io.counterweight.engine.Decision;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * One turn of a controller's loop: all that its engine received, and the weights that came of it.
 *
 * @param now on the controller's monotonic clock, milliseconds
 * @param stalledSince when the stall began that this turn ended; empty where there was none
 * @param heard the reports that arrived, in their order
 * @param said whether the report that came of it was published: what a controller says it has heard of itself
 * @param weights what was decided, by service
 */
public record Turn(
        long now,
        OptionalLong stalledSince,
        List<Report> heard,
        Given given,
        boolean said,
        SortedMap<ServiceName, SortedMap<Site, Integer>> weights) {

    public Turn {
        heard = List.copyOf(heard);
        weights = Frozen.map(weights);
    }

    /** What was decided, and where that leads. */
    public record Decided(Decision decision, Position next) {}

    /** Decides this turn again from where the controller stood before it. */
    public Decided from(Position before, Opening opening) {
        Position arrived = arriving(before);
        Decision decision = arrived.decide(opening.life().controller(), opening.settings(), given, now);
        Position decided = arrived.after(decision);
        return new Decided(decision, said ? decided.hearing(decision.report(), now) : decided);
    }

    /** The same turn, were this given. */
    Turn with(Given other) {
        return new Turn(now, stalledSince, heard, other, said, weights);
    }

    /** Where a controller stands after its stall, if there was one, and what it heard. */
    private Position arriving(Position before) {
        Position position = stalledSince.isPresent() ? before.afterStall(stalledSince.getAsLong(), now) : before;
        for (Report report : heard) {
            position = position.hearing(report, now);
        }
        return position;
    }
}
