package io.counterweight.engine.plan;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;

/**
 * Why each datacenter has the weight that it has, in plain words, with the rule's number (rule W7).
 *
 * @param target its part of the whole
 * @param pinned whether people's weights took the place of the policy's
 */
record Reasons(SortedMap<Site, Double> target, boolean pinned, double deadBand) {

    Step of(Candidate candidate) {
        String name = candidate.datacenter().toString();
        boolean nothing = target.getOrDefault(candidate.datacenter(), 0.0) == 0;
        if (nothing && candidate.condition() instanceof Condition.Stranded stranded) {
            return step("W5", name + " leaves at once: it needs " + stranded.callee() + ", which is out there");
        }
        if (nothing && candidate.condition().bad()) {
            return step("W4", name + " leaves at once: " + candidate.condition().word());
        }
        if (candidate.condition() instanceof Condition.NeverHeard) {
            return step("E3", name + " gets nothing: it was never heard in this topology");
        }
        if (candidate.drained() && !nothing && !pinned) {
            return step("W2", name + " keeps what does not fit elsewhere, though a person drains it");
        }
        if (candidate.drained()) {
            return step("W6", name + " gets nothing: a person drains it");
        }
        return pinned ? step("W6", name + " gets what a person demands") : byShare(candidate, name);
    }

    private Step byShare(Candidate candidate, String name) {
        double effective = candidate.effective(deadBand);
        if (effective >= 1) {
            return step("W1", name + " gets its full share by policy");
        }
        String part = name + " gets " + Math.round(effective * 100) + " % of its share: ";
        boolean byCeiling = effective < candidate.offered() || candidate.offered() == 0;
        return byCeiling ? step("W3", part + "its ceiling") : step("W1", part + "the fraction that it offers");
    }

    private static Step step(String rule, String text) {
        return new Step(rule, text, false);
    }
}
