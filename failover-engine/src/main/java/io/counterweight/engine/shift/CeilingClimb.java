package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import java.util.OptionalDouble;

/**
 * One step of a datacenter's own ceiling for one service (rule W3): fast out, slow back. Pure.
 *
 * <p>Transitions:
 *
 * <pre>
 * any           -> WAITING       an incident that is later than the ceiling is heard; the service fails; its path is down for long;
 *                                a callee strands it (the share falls to the callee's)
 * any           -> DRAINED       a person drains it; the share follows the load
 * any           -> OPEN          what is offered does not exceed the share, or has fallen below it, or nobody else serves
 * any           -> LATCHED       the policy waits for a person, and nobody has released the next step
 * not counting  -> HOLDING_DOWN  concluded healthy, more is offered than the share, and every callee may have the next step
 * LATCHED       -> SOAKING       a person releases a further step
 * HOLDING_DOWN  -> WAITING       a callee may not have it any more
 * HOLDING_DOWN  -> SOAKING       the time is over, the budget has a shift left, its application is prepared: the first step up
 * SOAKING       -> SOAKING, OPEN the time is over: the next step up
 * SOAKING       -> ABORTED       a limit of the policy is crossed: a step down, but not below where the climb began
 * ABORTED       -> ABORTED       the time is over, and one is still crossed: another step down
 * ABORTED       -> SOAKING, OPEN the time is over: the next step up
 * </pre>
 */
public final class CeilingClimb {
    private static final double TINY = 1e-9;

    /**
     * The incident to answer.
     *
     * @param epoch the latest; 0 where none is named, or where the load is not known yet
     * @param ordered only people's orders opened it
     * @param answer the share to answer it with at most; empty where the load is not known yet
     */
    public record Incident(long epoch, boolean ordered, OptionalDouble answer) {}

    /**
     * What lets it rise, or takes it back.
     *
     * @param callees the least share of the callees that have not returned; 1 where none holds this one back (rule W5)
     * @param releasedEpoch the highest incident that a person released all the way
     * @param releasedTo the share up to which a person released the incident that it answers; 0 where nobody did
     * @param mayShift the budget of automatic shifts has one left, or this return is part of one that was counted
     * @param mayStep nothing that returns beside it is behind, and nothing else makes it wait
     * @param prepared its application is ready for the first step, or is not asked
     * @param crossed a limit of the policy is crossed
     */
    public record Gates(
            double callees,
            long releasedEpoch,
            double releasedTo,
            boolean mayShift,
            boolean mayStep,
            boolean prepared,
            boolean crossed) {}

    /**
     * What the step depends on.
     *
     * @param highestLoad the highest share carried during the last exchange cycle
     * @param offered the fraction that the datacenter itself says it offers
     * @param pathDownLasts the path has been down for two exchange cycles
     * @param drained a person's drain is in force
     * @param kept the share that stays all the same (rule W2)
     * @param anotherServes another datacenter serves the service
     * @param elapsedMillis since the last step, on the writer's monotonic clock
     */
    public record Situation(
            Condition condition,
            Incident incident,
            OptionalDouble highestLoad,
            double offered,
            boolean pathDownLasts,
            boolean drained,
            double kept,
            boolean anotherServes,
            Gates gates,
            long elapsedMillis) {}

    private final Situation now;
    private final Shifting shifting;
    private final double deadBand;

    private CeilingClimb(Situation now, Shifting shifting, double deadBand) {
        this.now = now;
        this.shifting = shifting;
        this.deadBand = deadBand;
    }

    public static Ceiling step(Ceiling before, Situation now, Shifting shifting, double deadBand) {
        return new CeilingClimb(now, shifting, deadBand).step(before);
    }

    private Ceiling step(Ceiling before) {
        Ceiling ceiling = acknowledge(before);
        if (now.drained()) {
            double carried = now.highestLoad().orElse(ceiling.share());
            return fallen(ceiling, Math.min(ceiling.share(), Math.max(now.kept(), carried)), Phase.DRAINED);
        }
        if (now.condition() instanceof Condition.Failing || now.pathDownLasts()) {
            return fallen(ceiling, 0, Phase.WAITING);
        }
        if (now.condition() instanceof Condition.Stranded) {
            return fallen(ceiling, Math.min(ceiling.share(), now.gates().callees()), Phase.WAITING);
        }
        if (good() && !now.anotherServes()) {
            return with(ceiling, Math.max(ceiling.share(), now.offered()), Phase.OPEN, 0);
        }
        if (now.gates().crossed() && ramping(ceiling)) {
            return noMoreThanOffered(back(ceiling));
        }
        if (falls(ceiling.share())) {
            boolean watched = ceiling.phase() == Phase.ABORTED && now.gates().crossed();
            return watched ? noMoreThanOffered(ceiling) : fallen(ceiling, now.offered(), Phase.OPEN);
        }
        if (now.offered() <= ceiling.share() || within(ceiling.share())) {
            return good() ? complete(ceiling) : ceiling;
        }
        return climb(ceiling);
    }

    /** Of two siblings' ceilings, the one to go on from: the later incident, of equals the higher; else one's own counting stands. */
    public static Ceiling adopt(Ceiling own, Ceiling sibling) {
        boolean theirs =
                sibling.epoch() > own.epoch() || sibling.epoch() == own.epoch() && sibling.share() > own.share();
        Ceiling base = theirs ? sibling : own;
        long released = Math.max(own.releasedEpoch(), sibling.releasedEpoch());
        return new Ceiling(base.epoch(), base.share(), base.phase(), base.remainingMillis(), released, base.from());
    }

    /** What only an order lowered needs no release, unless all needs one; but it releases nothing that still waits for one. */
    private Ceiling acknowledge(Ceiling ceiling) {
        long released = Math.max(ceiling.releasedEpoch(), now.gates().releasedEpoch());
        long incident = now.incident().epoch();
        if (incident <= ceiling.epoch()) {
            return released(ceiling, released);
        }
        double share = Math.min(ceiling.share(), now.incident().answer().orElse(ceiling.share()));
        boolean byItself =
                now.incident().ordered() && shifting.failback() != Failback.MANUAL && ceiling.epoch() <= released;
        return new Ceiling(
                incident, share, Phase.WAITING, 0, byItself ? Math.max(released, incident) : released, share);
    }

    /** All that is offered may be received. Where limits are watched, the last step is too. */
    private Ceiling complete(Ceiling ceiling) {
        boolean watched =
                shifting.abort().watches() && (ceiling.phase() == Phase.SOAKING || ceiling.phase() == Phase.ABORTED);
        long remaining = left(ceiling);
        if (stillCrossed(ceiling)) {
            return back(ceiling);
        }
        return watched && remaining > 0
                ? with(ceiling, ceiling.share(), ceiling.phase(), remaining)
                : with(ceiling, ceiling.share(), Phase.OPEN, 0);
    }

    private Ceiling climb(Ceiling ceiling) {
        if (ceiling.phase() != Phase.ABORTED && waitsForAPerson(ceiling)) {
            return with(ceiling, ceiling.share(), Phase.LATCHED, left(ceiling));
        }
        if (!good() && !mixed()) {
            return ceiling;
        }
        boolean calleesFirst = next(ceiling) > now.gates().callees() + TINY;
        boolean begun = ramping(ceiling) || ceiling.phase() == Phase.ABORTED;
        if (calleesFirst && !begun) {
            return with(ceiling, ceiling.share(), Phase.WAITING, 0);
        }
        return switch (ceiling.phase()) {
            case OPEN, WAITING, DRAINED -> holdDown(ceiling);
            case LATCHED -> begun ? with(ceiling, ceiling.share(), Phase.SOAKING, left(ceiling)) : holdDown(ceiling);
            case HOLDING_DOWN ->
                count(
                        ceiling,
                        now.gates().mayShift()
                                && now.gates().mayStep()
                                && now.gates().prepared());
            case SOAKING, ABORTED -> count(ceiling, now.gates().mayStep() && !calleesFirst);
        };
    }

    /** On its way up: it has taken a step since its climb began. */
    private static boolean ramping(Ceiling ceiling) {
        return ceiling.phase() == Phase.SOAKING
                || ceiling.phase() == Phase.LATCHED && ceiling.share() > ceiling.from() + TINY;
    }

    private Ceiling holdDown(Ceiling ceiling) {
        return new Ceiling(
                ceiling.epoch(),
                ceiling.share(),
                Phase.HOLDING_DOWN,
                shifting.holdDown().toMillis(),
                ceiling.releasedEpoch(),
                ceiling.share());
    }

    private boolean waitsForAPerson(Ceiling ceiling) {
        return shifting.failback() != Failback.AUTOMATIC
                && ceiling.epoch() > ceiling.releasedEpoch()
                && next(ceiling) > now.gates().releasedTo() + TINY;
    }

    private Ceiling count(Ceiling ceiling, boolean mayStep) {
        long remaining = left(ceiling);
        if (stillCrossed(ceiling)) {
            return back(ceiling);
        }
        if (remaining > 0 || !mayStep) {
            return with(ceiling, ceiling.share(), ceiling.phase(), remaining);
        }
        if (waitsForAPerson(ceiling)) {
            return with(ceiling, ceiling.share(), Phase.LATCHED, 0);
        }
        double next = next(ceiling);
        if (next < now.offered()) {
            return with(ceiling, next, Phase.SOAKING, shifting.soak().toMillis());
        }
        return shifting.abort().watches()
                ? returned(with(ceiling, next, Phase.SOAKING, shifting.soak().toMillis()))
                : returned(with(ceiling, next, Phase.OPEN, 0));
    }

    /** It was taken back, has soaked there, and the limit is judged again. */
    private boolean stillCrossed(Ceiling ceiling) {
        return ceiling.phase() == Phase.ABORTED
                && left(ceiling) == 0
                && now.gates().crossed();
    }

    /** To the step before, but not below where the climb began; it soaks there again. */
    private Ceiling back(Ceiling ceiling) {
        double before = shifting.steps().stream()
                .mapToDouble(percent -> percent / 100.0)
                .filter(each -> each < ceiling.share() - TINY)
                .max()
                .orElse(0);
        double share = Math.min(ceiling.share(), Math.max(ceiling.from(), before));
        return with(ceiling, share, Phase.ABORTED, shifting.soak().toMillis());
    }

    /** What has returned needs no release any more. */
    private static Ceiling returned(Ceiling ceiling) {
        return released(ceiling, Math.max(ceiling.epoch(), ceiling.releasedEpoch()));
    }

    private double next(Ceiling ceiling) {
        double step = shifting.steps().stream()
                .mapToDouble(percent -> percent / 100.0)
                .filter(each -> each > ceiling.share() + TINY)
                .findFirst()
                .orElse(1);
        return Math.min(now.offered(), step);
    }

    private long left(Ceiling ceiling) {
        return Math.max(0, ceiling.remainingMillis() - now.elapsedMillis());
    }

    /** What offers less than the step before, and less than it began with, is watched at what it offers. */
    private Ceiling noMoreThanOffered(Ceiling back) {
        return falls(back.share())
                ? new Ceiling(
                        back.epoch(),
                        now.offered(),
                        back.phase(),
                        back.remainingMillis(),
                        back.releasedEpoch(),
                        Math.min(back.from(), now.offered()))
                : back;
    }

    /** Whatever climbs next begins there. */
    private static Ceiling fallen(Ceiling ceiling, double share, Phase phase) {
        return new Ceiling(ceiling.epoch(), share, phase, 0, ceiling.releasedEpoch(), share);
    }

    private static Ceiling released(Ceiling ceiling, long epoch) {
        return new Ceiling(
                ceiling.epoch(), ceiling.share(), ceiling.phase(), ceiling.remainingMillis(), epoch, ceiling.from());
    }

    private static Ceiling with(Ceiling ceiling, double share, Phase phase, long remaining) {
        return new Ceiling(ceiling.epoch(), share, phase, remaining, ceiling.releasedEpoch(), ceiling.from());
    }

    private boolean good() {
        return now.condition() instanceof Condition.Healthy || now.condition() instanceof Condition.Degraded;
    }

    private boolean mixed() {
        return now.condition() instanceof Condition.Hold hold && hold.mayAdvance();
    }

    /** Rule W1: fractions fall at once past the dead band, on hold too: nobody outside knows better what is offered. */
    private boolean falls(double share) {
        boolean speaks = good() || now.condition() instanceof Condition.Hold;
        return speaks && now.offered() > 0 && now.offered() < share - deadBand;
    }

    /** A rise from a degraded share that stays inside the dead band is no rise; from nothing every rise is one. */
    private boolean within(double share) {
        return share > 0 && now.offered() < 1 && now.offered() - share <= deadBand;
    }
}
