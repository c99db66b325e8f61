package io.counterweight.engine.safety;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.plan.Candidate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rule W4: automation removes at most a share of the capacity that still serves. What is lost, failing or cut from its users leaves
 * whatever this says.
 */
public final class RemovalCap {

    private RemovalCap() {}

    public static List<Candidate> apply(List<Candidate> candidates, Safety safety, Consumer<Step> steps) {
        double whole = candidates.stream().mapToDouble(Candidate::policyShare).sum();
        double removed = candidates.stream()
                        .filter(RemovalCap::stillServes)
                        .mapToDouble(each -> each.policyShare() * (1 - each.offered()))
                        .sum()
                / Math.max(whole, Double.MIN_NORMAL);
        if (removed <= safety.maxRemoved() + 1e-9) {
            return candidates;
        }
        double kept = safety.maxRemoved() / removed;
        steps.accept(new Step(
                "W4",
                "wanted to remove " + percent(removed) + " of the capacity that still serves, refused by max-removed: "
                        + percent(safety.maxRemoved()) + " at most",
                true));
        return candidates.stream()
                .map(each -> stillServes(each) ? each.withOffered(1 - (1 - each.offered()) * kept) : each)
                .toList();
    }

    private static boolean stillServes(Candidate each) {
        return switch (each.condition()) {
            case Condition.Healthy h -> true;
            case Condition.Degraded d -> true;
            case Condition.Hold h -> each.offered() > 0;
            case Condition.Failing f -> false;
            case Condition.PathDown p -> false;
            case Condition.Lost l -> false;
            case Condition.Silent s -> false;
            case Condition.Stranded s -> false;
            case Condition.NeverHeard n -> false;
        };
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
