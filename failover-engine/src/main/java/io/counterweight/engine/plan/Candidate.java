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
 * @param insisted a person's drain takes all of it, whatever the others can carry: it is hard, or breaks the glass
 * @param incident the latest incident that is known of it; 0 where there was none
 * @param room what it can carry (rule W2)
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
        boolean insisted,
        long incident,
        Room room) {

    /** A datacenter that nobody drains, that never had an incident, and whose capacity binds nothing. */
    public Candidate(
            Site datacenter, double policyShare, int priority, Condition condition, double offered, double ceiling) {
        this(datacenter, policyShare, priority, condition, offered, ceiling, false, false, false, 0, Room.unbound());
    }

    public Candidate withPriority(int place) {
        return new Candidate(
                datacenter,
                policyShare,
                place,
                condition,
                offered,
                ceiling,
                drained,
                hardDrained,
                insisted,
                incident,
                room);
    }

    /** Drained by a person, softly unless it is so already. */
    public Candidate withDrain(boolean hard, boolean insists) {
        return new Candidate(
                datacenter,
                policyShare,
                priority,
                condition,
                offered,
                ceiling,
                true,
                hardDrained || hard,
                insisted || hard || insists,
                incident,
                room);
    }

    public Candidate withOffered(double fraction) {
        return with(condition, fraction, ceiling);
    }

    public Candidate withCeiling(double share) {
        return with(condition, offered, share);
    }

    public Candidate withIncident(long latest) {
        return new Candidate(
                datacenter,
                policyShare,
                priority,
                condition,
                offered,
                ceiling,
                drained,
                hardDrained,
                insisted,
                latest,
                room);
    }

    public Candidate withRoom(Room known) {
        return new Candidate(
                datacenter,
                policyShare,
                priority,
                condition,
                offered,
                ceiling,
                drained,
                hardDrained,
                insisted,
                incident,
                known);
    }

    /** As if nothing were concluded on it: it keeps this share. */
    public Candidate held(double share) {
        return with(new Hold(false), 0, share);
    }

    private Candidate with(Condition concluded, double fraction, double share) {
        return new Candidate(
                datacenter,
                policyShare,
                priority,
                concluded,
                fraction,
                share,
                drained,
                hardDrained,
                insisted,
                incident,
                room);
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

    /** Whether it offers less than its share by its own word, past the dead band, and no ceiling holds it below that. */
    boolean degraded(double deadBand) {
        return !drained
                && !condition.bad()
                && offered > 0
                && offered < 1 - deadBand
                && effective(deadBand) >= offered - deadBand;
    }

    /** What it can carry as a part of the whole: of its capacity only the fraction that it offers. */
    double fits(double deadBand) {
        return room.part() * (degraded(deadBand) ? effective(deadBand) : 1);
    }

    /** Whether it serves, and neither a ceiling nor an order keeps it below what it offers. */
    public boolean takesMore(double deadBand) {
        return effective(deadBand) > 0 && (!limited(deadBand) || degraded(deadBand));
    }

    /** The same in the unit of the load. */
    public double carries(double deadBand) {
        return room.capacity() * (degraded(deadBand) ? effective(deadBand) : 1);
    }

    private double fractionOrCeiling(double deadBand) {
        return offered < ceiling - deadBand ? offered : ceiling;
    }
}
