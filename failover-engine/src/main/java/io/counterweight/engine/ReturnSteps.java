package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.DeploymentBudget;
import io.counterweight.engine.shift.ShiftBudget;
import java.util.ArrayList;
import java.util.List;

/** What a decision record says of returns whose hold-down is over, and that wait for a limit (rule W4). */
final class ReturnSteps {

    private ReturnSteps() {}

    static List<Step> of(Policy policy, Basis basis, DeploymentSafety limits) {
        List<Step> steps = new ArrayList<>();
        for (Site site : policy.datacenters().keySet()) {
            Ceiling ceiling = basis.stated(new Placement(policy.service(), site));
            if (ceiling.phase() == Phase.HOLDING_DOWN && ceiling.remainingMillis() == 0) {
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
