package io.counterweight.engine.safety;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.Spread;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where people's orders leave a datacenter less than it would have without them: its ceiling goes down with them, so that it returns
 * by steps when they end (rules W3, W6).
 */
public final class Lowered {

    private Lowered() {}

    /**
     * The part of its policy share that is left, 0 to 1, of each datacenter that has less by more than the dead band. What is bad leaves
     * by itself: no order lowers it.
     */
    public static SortedMap<Site, Double> by(Orders orders, Mode mode, double deadBand) {
        SortedMap<Site, Double> lowered = new TreeMap<>();
        SortedMap<Site, Double> otherwise = Spread.over(returned(orders.candidates()), mode, deadBand);
        for (Candidate each : orders.candidates()) {
            Site site = each.datacenter();
            if (each.drained()) {
                lowered.put(site, 0.0);
            } else if (orders.demanded().isPresent() && mayServe(each) && each.policyShare() > 0) {
                double left = orders.demanded().get().getOrDefault(site, 0.0) / each.policyShare();
                double had = mode == Mode.NEAREST
                        ? each.effective(deadBand)
                        : otherwise.getOrDefault(site, 0.0) / each.policyShare();
                if (left < Math.min(1, had) - deadBand) {
                    lowered.put(site, left);
                }
            }
        }
        return lowered;
    }

    private static boolean mayServe(Candidate each) {
        return !each.condition().bad() && !(each.condition() instanceof Condition.NeverHeard);
    }

    /** As if every return were complete: what is on its way back is not lowered by its own ceiling. */
    private static List<Candidate> returned(List<Candidate> candidates) {
        return candidates.stream().map(each -> each.withCeiling(1)).toList();
    }
}
