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
        double removed = candidates.stream()
                .filter(RemovalCap::stillServes)
                .mapToDouble(each -> each.policyShare() * (1 - each.offered()))
                .sum();
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
        return each.condition() instanceof Condition.Healthy || each.condition() instanceof Condition.Degraded;
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
