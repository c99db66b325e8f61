package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;

/** What a decision record says of returns that the policy's limits bear upon (rule W3). */
final class ShiftSteps {
    private static final String RULE = "W3";

    private ShiftSteps() {}

    static List<Step> of(Policy policy, Basis basis) {
        List<Step> steps = new ArrayList<>();
        for (Site site : policy.datacenters().keySet()) {
            Placement place = new Placement(policy.service(), site);
            Ceiling ceiling = basis.stated(place);
            if (ceiling.phase() == Phase.ABORTED) {
                steps.add(new Step(
                        RULE,
                        "its return to " + site + " was taken back to " + Math.round(ceiling.share() * 100)
                                + " % by shifting.abort"
                                + now(basis.limits(policy, place).crossed()),
                        false));
            }
            if (climbs(ceiling)) {
                basis.limits(policy, place)
                        .behind()
                        .ifPresent(why -> steps.add(
                                new Step(RULE, "its return to " + site + " waits by shifting.maxLag: " + why, false)));
            }
        }
        return steps;
    }

    static boolean climbs(Ceiling ceiling) {
        return ceiling.phase() == Phase.HOLDING_DOWN
                || ceiling.phase() == Phase.SOAKING
                || ceiling.phase() == Phase.ABORTED;
    }

    static String now(List<String> crossed) {
        return crossed.isEmpty() ? ": a limit was crossed" : ": " + String.join("; ", crossed);
    }
}
