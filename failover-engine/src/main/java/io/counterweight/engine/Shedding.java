package io.counterweight.engine;

import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Sheddable;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.ServicePlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether clients of a service may be turned away now (rule W2). What was frozen at the incident says how many; but nobody is turned away
 * for what was frozen alone: those that serve must measure that they are full. It ends once what all clients ask for by that measure fits
 * with room to spare, so that it does not come and go with each request. Those that shed say so in their reports, so all who hear alike
 * shed alike.
 */
record Shedding(Basis basis, Policy policy, double deadBand) {

    /** It begins where this part of what they can carry is used. */
    private static final double FULL = 0.95;

    /** It ends where all that clients ask for would use less than this part. */
    private static final double SPARE = 0.9;

    /** How it is done now; empty where nobody is to be turned away. The candidates are as people's orders leave them. */
    Optional<Sheddable> now(List<Candidate> candidates) {
        return policy.sheddable().filter(how -> full(candidates));
    }

    private boolean full(List<Candidate> candidates) {
        double load = 0;
        double capacity = 0;
        for (Candidate each : candidates) {
            if (each.takesMore(deadBand) && each.room().binds()) {
                OptionalDouble measured =
                        Traffic.load(basis.evidence(), new Placement(policy.service(), each.datacenter()));
                if (measured.isEmpty()) {
                    return false;
                }
                load += measured.getAsDouble();
                capacity += each.carries(deadBand);
            }
        }
        double shed = stated();
        return capacity > 0 && (shed > 0 ? load / (1 - shed) >= SPARE * capacity : load >= FULL * capacity);
    }

    /** The largest part that anybody who is heard turns away. */
    private double stated() {
        return basis.evidence().allSpeaking().stream()
                        .mapToInt(report -> report.of(policy.service()).shed())
                        .max()
                        .orElse(0)
                / (double) ServicePlan.WHOLE;
    }
}
