package io.counterweight.engine.plan;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Condition.Degraded;
import io.counterweight.engine.evidence.Condition.Healthy;
import io.counterweight.engine.evidence.Condition.Hold;
import io.counterweight.engine.name.Site;

/**
 * One datacenter as the planner sees it, for one service.
 *
 * @param policyShare its part of the service by policy, 0 to 1
 * @param priority its order where one is served before the other; 1 comes first
 * @param offered the fraction of its capacity that it says it offers; 0 where it has no word
 * @param ceiling its ceiling as it must be read now
 * @param drained a person's drain is in force
 * @param hardDrained no machine may reopen it
 * @param incident the latest incident that is known of it; 0 where there was none
 */
public record Candidate(
        Site datacenter,
        double policyShare,
        int priority,
        Condition condition,
        double offered,
        double ceiling,
        boolean drained,
        boolean hardDrained,
        long incident) {

    /** One that never had an incident. */
    public Candidate(
            Site datacenter,
            double policyShare,
            int priority,
            Condition condition,
            double offered,
            double ceiling,
            boolean drained,
            boolean hardDrained) {
        this(datacenter, policyShare, priority, condition, offered, ceiling, drained, hardDrained, 0);
    }

    public Candidate withPriority(int place) {
        return new Candidate(
                datacenter, policyShare, place, condition, offered, ceiling, drained, hardDrained, incident);
    }

    public Candidate withDrain(boolean hard) {
        return new Candidate(
                datacenter, policyShare, priority, condition, offered, ceiling, true, hardDrained || hard, incident);
    }

    public Candidate withOffered(double fraction) {
        return new Candidate(
                datacenter, policyShare, priority, condition, fraction, ceiling, drained, hardDrained, incident);
    }

    public Candidate withCeiling(double share) {
        return new Candidate(
                datacenter, policyShare, priority, condition, offered, share, drained, hardDrained, incident);
    }

    /** As if nothing were concluded on it: it keeps this share. */
    public Candidate held(double share) {
        return new Candidate(
                datacenter, policyShare, priority, new Hold(false), 0, share, drained, hardDrained, incident);
    }

    /** The part of its policy share that it gets: its fraction once past the dead band, else its ceiling; on hold the ceiling. */
    public double effective(double deadBand) {
        if (drained) {
            return 0;
        }
        return switch (condition) {
            case Healthy h -> fractionOrCeiling(deadBand);
            case Degraded d -> fractionOrCeiling(deadBand);
            case Hold h -> offered > 0 ? fractionOrCeiling(deadBand) : ceiling;
            case Condition.Failing f -> 0;
            case Condition.PathDown p -> 0;
            case Condition.Lost l -> 0;
            case Condition.Silent s -> 0;
            case Condition.Stranded s -> 0;
            case Condition.NeverHeard n -> 0;
        };
    }

    /** Whether its fraction or its ceiling keeps it below its share: then it takes nothing of what others leave. */
    public boolean limited(double deadBand) {
        return effective(deadBand) < 1;
    }

    private double fractionOrCeiling(double deadBand) {
        return offered < ceiling - deadBand ? offered : ceiling;
    }
}
