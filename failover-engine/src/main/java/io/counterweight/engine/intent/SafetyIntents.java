package io.counterweight.engine.intent;

import java.util.List;

/**
 * What people say about safety beside the policies (rule W4).
 *
 * @param deployment what holds across all services
 * @param votes on proposals, in the order of their ids
 * @param drills those recorded, in the order of their ids
 */
public record SafetyIntents(DeploymentSafety deployment, List<ApprovalVote> votes, List<Drill> drills) {

    public SafetyIntents {
        votes = List.copyOf(votes);
        drills = List.copyOf(drills);
    }

    public static SafetyIntents none() {
        return new SafetyIntents(DeploymentSafety.defaults(), List.of(), List.of());
    }
}
