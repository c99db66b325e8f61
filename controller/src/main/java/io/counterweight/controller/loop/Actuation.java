package io.counterweight.controller.loop;

import io.counterweight.controller.log.Seldom;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.TrafficActuator;
import io.counterweight.engine.safety.LastCheck;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings plans to the actuator: on every change, and again on a fixed cycle. Used by the loop's thread alone. */
final class Actuation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Actuation.class);
    private static final long AGAIN_MILLIS = 1_000;
    /** A drift must be seen twice, a cycle apart, before a person is told: an answer in flight is no drift. */
    private static final int SEEN_OFTEN = 2;

    private final TrafficActuator actuator;
    private final Confirmation confirmation;
    private Optional<Plan> served = Optional.empty();
    private long appliedAt;
    private List<String> kept = List.of();
    private int drifts;
    private String failure = "";
    private volatile boolean silent;
    private final Seldom refusals = new Seldom(System::nanoTime);

    Actuation(TrafficActuator actuator, Runnable onDrift) {
        this.actuator = actuator;
        this.confirmation = new Confirmation(actuator, onDrift);
    }

    void apply(Plan wanted, long now) {
        LastCheck.Checked checked = LastCheck.check(served.orElseGet(Plan::empty), wanted);
        kept = checked.refused();
        Plan plan = checked.plan();
        boolean changed = served.map(before ->
                        !before.services().equals(plan.services()) || before.policiesKnown() != plan.policiesKnown())
                .orElse(true);
        if (!changed && now - appliedAt < AGAIN_MILLIS) {
            return;
        }
        appliedAt = now;
        drifts = confirmation.drift().isPresent() ? drifts + 1 : 0;
        silent = drifts >= SEEN_OFTEN && confirmation.silent();
        switch (actuator.apply(plan)) {
            case TrafficActuator.Outcome.Applied applied -> {
                served = Optional.of(plan);
                failure = "";
                confirmation.look(plan);
            }
            case TrafficActuator.Outcome.RefusedAsStale stale -> {
                if (refusals.worthSaying("")) {
                    LOG.info("{} refused {} as older than {}", actuator.name(), stale.offered(), stale.held());
                }
            }
            case TrafficActuator.Outcome.Failed failed -> failure = failed.reason();
        }
    }

    /** Whether the actuator gives no valid answer at all, seen as often as a drift. Any thread. */
    boolean silent() {
        return silent;
    }

    /** What is served, by service: of each datacenter the largest part that it has of any region's clients. */
    SortedMap<ServiceName, SortedMap<Site, Integer>> applied() {
        return served.map(Plan::applied).orElseGet(TreeMap::new);
    }

    /** What of the plan the actuator cannot serve, in words. */
    List<String> refused() {
        return actuator.refused();
    }

    /** What of the plan was refused before it came to the actuator, and why, in words (rule W4). */
    List<String> kept() {
        return kept;
    }

    /** What a person should know; empty while all is as planned. */
    Optional<String> trouble() {
        if (!failure.isEmpty()) {
            return Optional.of(failure);
        }
        return drifts >= SEEN_OFTEN
                ? confirmation.drift().map(drift -> drift.service() + ": " + drift.words())
                : Optional.empty();
    }

    @Override
    public void close() {
        confirmation.close();
    }
}
