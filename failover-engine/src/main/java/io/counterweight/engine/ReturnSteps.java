package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.DeploymentBudget;
import io.counterweight.engine.shift.Preparations;
import io.counterweight.engine.shift.ShiftBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a decision record says of returns whose hold-down is over, and that wait for a limit (rule W4) or for an application (rule W3). */
final class ReturnSteps {

    private ReturnSteps() {}

    static List<Step> of(Policy policy, Basis basis, DeploymentSafety limits) {
        List<Step> steps = new ArrayList<>();
        for (Site site : policy.datacenters().keySet()) {
            Placement place = new Placement(policy.service(), site);
            Ceiling ceiling = basis.stated(place);
            Optional<String> unprepared = Preparations.missing(basis.evidence(), policy, place, ceiling);
            unprepared.ifPresent(why ->
                    steps.add(new Step("W3", "its return to " + site + " waits by shifting.before: " + why, false)));
            if (ceiling.phase() == Phase.HOLDING_DOWN && ceiling.remainingMillis() == 0 && unprepared.isEmpty()) {
                String why = site.equals(basis.evidence().home()) ? why(policy, basis, limits) : "a limit there";
                steps.add(new Step("W4", "its return to " + site + " waits for " + why, false));
            }
        }
        return steps;
    }

    private static String why(Policy policy, Basis basis, DeploymentSafety limits) {
        ShiftBudget own = new ShiftBudget(basis.evidence().own().safety().shiftAges());
        return own.allows(policy.safety())
                ? DeploymentBudget.of(basis.evidence(), limits, own)
                        .full(limits)
                        .orElse("the next turn")
                : "the policy's budget: " + policy.safety().maxShifts() + " automatic shifts in "
                        + policy.safety().shiftWindow().toSeconds() + " s";
    }
}
