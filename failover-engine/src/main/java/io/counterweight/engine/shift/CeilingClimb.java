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
 * not counting  -> LATCHED       the policy latches and nobody has released the incident
 * not counting  -> HOLDING_DOWN  concluded healthy, more is offered than the share, and every callee may have the next step
 * HOLDING_DOWN  -> WAITING       a callee may not have it any more
 * HOLDING_DOWN  -> SOAKING       the time is over and the shift budget has one left: the first step up
 * SOAKING       -> SOAKING, OPEN the time is over: the next step up
 * </pre>
 */
public final class CeilingClimb {
    private static final double TINY = 1e-9;

    /**
     * What the step depends on.
     *
     * @param incident the latest epoch to answer; 0 where none is named, or where the load is not known yet
     * @param ordered only people's orders opened it
     * @param answer the share to answer it with at most; empty where the load is not known yet
     * @param highestLoad the highest share carried during the last exchange cycle
     * @param offered the fraction that the datacenter itself says it offers
     * @param pathDownLasts the path has been down for two exchange cycles
     * @param callees the least share of the callees that have not returned; 1 where none holds this one back (rule W5)
     * @param drained a person's drain is in force
     * @param kept the share that stays all the same (rule W2)
     * @param anotherServes another datacenter serves the service
     * @param releasedEpoch the highest incident that a person released
     * @param mayShift the budget of automatic shifts has one left, or this return is part of one that was counted
     * @param elapsedMillis since the last step, on the writer's monotonic clock
     */
    public record Situation(
            Condition condition,
            long incident,
            boolean ordered,
            OptionalDouble answer,
            OptionalDouble highestLoad,
            double offered,
            boolean pathDownLasts,
            double callees,
            boolean drained,
            double kept,
            boolean anotherServes,
            long releasedEpoch,
            boolean mayShift,
            long elapsedMillis) {}

    private CeilingClimb() {}

    public static Ceiling step(Ceiling before, Situation now, Shifting shifting, double deadBand) {
        Ceiling ceiling = acknowledge(before, now);
        if (now.drained()) {
            double share = 
                    Math.min(ceiling.share(), Math.max(now.kept(), now.highestLoad().orElse(ceiling.share())));
            return with(ceiling, share, Phase.DRAINED, 0);
        }
        if (now.condition() instanceof Condition.Failing || now.pathDownLasts()) {
            return with(ceiling, 0, Phase.WAITING, 0);
        }
        if (now.condition() instanceof Condition.Stranded) {
            return with(ceiling, Math.min(ceiling.share(), now.callees()), Phase.WAITING, 0);
        }
        if (good(now.condition()) && !now.anotherServes()) {
            return with(ceiling, Math.max(ceiling.share(), now.offered()), Phase.OPEN, 0);
        }
        if (falls(now, ceiling.share(), deadBand)) {
            return with(ceiling, now.offered(), Phase.OPEN, 0);
        }
        if (now.offered() <= ceiling.share() || within(now.offered(), ceiling.share(), deadBand)) {
            return good(now.condition()) ? with(ceiling, ceiling.share(), Phase.OPEN, 0) : ceiling;
        }
        return climb(ceiling, now, shifting);
    }

    /** Of two siblings' ceilings, the one to go on from: the later incident, of equals the higher; else one's own counting stands. */
    public static Ceiling adopt(Ceiling own, Ceiling sibling) {
        boolean theirs =
                sibling.epoch() > own.epoch() || sibling.epoch() == own.epoch() && sibling.share() > own.share();
        Ceiling base = theirs ? sibling : own;
        long released = Math.max(own.releasedEpoch(), sibling.releasedEpoch());
        return new Ceiling(base.epoch(), base.share(), base.phase(), base.remainingMillis(), released);
    }

    /** What only an order lowered needs no release; but it releases nothing that still waits for one. */
    private static Ceiling acknowledge(Ceiling ceiling, Situation now) {
        long released = Math.max(ceiling.releasedEpoch(), now.releasedEpoch());
        if (now.incident() <= ceiling.epoch()) {
            return new Ceiling(ceiling.epoch(), ceiling.share(), ceiling.phase(), ceiling.remainingMillis(), released);
        }
        double share = Math.min(ceiling.share(), now.answer().orElse(ceiling.share()));
        boolean latchable = !now.ordered() || ceiling.epoch() > released;
        return new Ceiling(
                now.incident(), share, Phase.WAITING, 0, latchable ? released : Math.max(released, now.incident()));
    }

    private static Ceiling climb(Ceiling ceiling, Situation now, Shifting shifting) {
        boolean latched = shifting.failback() == Failback.LATCHED && ceiling.epoch() > ceiling.releasedEpoch();
        if (latched) {
            return with(ceiling, ceiling.share(), Phase.LATCHED, 0);
        }
        if (!good(now.condition()) && !mixed(now.condition())) {
            return ceiling;
        }
        boolean calleesFirst = nextShare(ceiling, now, shifting) > now.callees() + TINY;
        if (calleesFirst && ceiling.phase() != Phase.SOAKING) {
            return with(ceiling, ceiling.share(), Phase.WAITING, 0);
        }
        return switch (ceiling.phase()) {
            case OPEN, WAITING, LATCHED, DRAINED ->
                with(
                        ceiling,
                        ceiling.share(),
                        Phase.HOLDING_DOWN,
                        shifting.holdDown().toMillis());
            case HOLDING_DOWN -> count(ceiling, now, shifting, now.mayShift());
            case SOAKING -> count(ceiling, now, shifting, !calleesFirst);
        };
    }

    private static Ceiling count(Ceiling ceiling, Situation now, Shifting shifting, boolean mayStep) {
        long remaining = Math.max(0, ceiling.remainingMillis() - now.elapsedMillis());
        if (remaining > 0 || !mayStep) {
            return with(ceiling, ceiling.share(), ceiling.phase(), remaining);
        }
        double next = nextShare(ceiling, now, shifting);
        return next >= now.offered()
                ? returned(with(ceiling, next, Phase.OPEN, 0))
                : with(ceiling, next, Phase.SOAKING, shifting.soak().toMillis());
    }

    /** What has returned needs no release any more. */
    private static Ceiling returned(Ceiling ceiling) {
        long released = Math.max(ceiling.epoch(), ceiling.releasedEpoch());
        return new Ceiling(ceiling.epoch(), ceiling.share(), ceiling.phase(), ceiling.remainingMillis(), released);
    }

    private static double nextShare(Ceiling ceiling, Situation now, Shifting shifting) {
        double step = shifting.steps().stream()
                .mapToDouble(percent -> percent / 100.0)
                .filter(each -> each > ceiling.share() + TINY)
                .findFirst()
                .orElse(1);
        return Math.min(now.offered(), step);
    }

    private static Ceiling with(Ceiling ceiling, double share, Phase phase, long remaining) {
        return new Ceiling(ceiling.epoch(), share, phase, remaining, ceiling.releasedEpoch());
    }

    private static boolean good(Condition condition) {
        return condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
    }

    private static boolean mixed(Condition condition) {
        return condition instanceof Condition.Hold hold && hold.mayAdvance();
    }

    /** Rule W1: fractions fall at once past the dead band, on hold too: nobody outside knows better what is offered. */
    private static boolean falls(Situation now, double share, double deadBand) {
        boolean speaks = good(now.condition()) || now.condition() instanceof Condition.Hold;
        return speaks && now.offered() > 0 && now.offered() < share - deadBand;
    }

    /** A rise from a degraded share that stays inside the dead band is no rise; from nothing every rise is one. */
    private static boolean within(double offered, double share, double deadBand) {
        return share > 0 && offered < 1 && offered - share <= deadBand;
    }
}
