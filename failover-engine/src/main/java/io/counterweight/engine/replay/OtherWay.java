package io.counterweight.engine.replay;

import io.counterweight.engine.Decision;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.safety.LastCheck;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a controller would stand with other policies.
 *
 * @param served what its actuators would serve: its own plans, applied at once
 */
record OtherWay(Position position, Plan served) {

    /** A decision on this way, and where it leads. */
    record Step(Decision decision, OtherWay next) {}

    static OtherWay from(Position position) {
        return new OtherWay(position, position.state().plan());
    }

    Step turn(Opening opening, Turn turn, Intents intents) {
        Given recorded = turn.given();
        Given given = new Given(recorded.observations(), intents, recorded.started(), applied(recorded));
        Turn.Decided decided = turn.with(given).from(position, opening);
        Plan wanted = decided.decision().plan();
        Plan next = recorded.started() ? LastCheck.check(served, wanted).plan() : served;
        return new Step(decided.decision(), new OtherWay(decided.next(), next));
    }

    /** Who served nothing then, as a witness does, serves nothing here. */
    private SortedMap<ServiceName, SortedMap<Site, Integer>> applied(Given recorded) {
        return recorded.applied().isEmpty() ? new TreeMap<>() : served.applied();
    }
}
