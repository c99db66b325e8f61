package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rule W3: a datacenter that had no weight comes back with its policy's first step at most, or with what it carries all the same by what
 * others answer, unless nothing else serves or people order it.
 */
final class Returns {
    /** The dead band, and what rounding adds. */
    private static final double TOLERANCE = 0.25;

    private static final int STEPS_OF_A_CYCLE = 8;

    private record Seen(Decision decision, Map<ServiceName, Policy> policies, List<TrafficOverride> overrides) {}

    private final Cluster cluster;
    private final Map<Controller, Seen> before = new HashMap<>();
    private final Map<Placement, Deque<Double>> sent = new HashMap<>();

    Returns(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        Set<Controller> running = new LinkedHashSet<>();
        for (Node node : cluster.nodes()) {
            node.running().filter(Controller::started).ifPresent(controller -> {
                running.add(controller);
                controller.last().ifPresent(last -> check(controller, last));
            });
        }
        before.keySet().retainAll(running);
        running.stream().findFirst().ifPresent(this::noteSent);
    }

    /** What was sent in the last steps. */
    private void noteSent(Controller any) {
        any.intents()
                .policies()
                .forEach((service, policy) -> policy.datacenters().keySet().forEach(site -> {
                    Deque<Double> last =
                            sent.computeIfAbsent(new Placement(service, site), unseen -> new ArrayDeque<>());
                    last.addLast(Math.min(1, cluster.sent(policy, site) / policy.share(site)));
                    if (last.size() > STEPS_OF_A_CYCLE) {
                        last.removeFirst();
                    }
                }));
    }

    @SuppressWarnings("ReferenceEquality") // another decision, not another content
    private void check(Controller controller, Decision now) {
        Seen seen = new Seen(
                now, controller.intents().policies(), controller.intents().overrides());
        Seen last = before.put(controller, seen);
        if (last == null || last.decision == now || !last.overrides.isEmpty() || !seen.overrides.isEmpty()) {
            return;
        }
        seen.policies.forEach((service, policy) -> {
            DecisionRecord record = now.records().get(service);
            if (policy.mode() == Mode.WEIGHTED && record != null && policy.equals(last.policies.get(service))) {
                Optional<DecisionRecord> previous =
                        Optional.ofNullable(last.decision.records().get(service));
                policy.datacenters().keySet().stream()
                        .filter(site -> heardOf(previous, site))
                        .forEach(site -> {
                            double answered = Math.max(
                                    answered(record, site),
                                    previous.map(each -> answered(each, site)).orElse(0.0));
                            check(controller, new Return(policy, record, site, answered));
                        });
            }
        });
    }

    /** Whoever starts without a memory gives nothing to whom it never heard: the datacenter itself may have served all the time. */
    private static boolean heardOf(Optional<DecisionRecord> previous, Site site) {
        return previous.map(each -> each.conclusions().get(site))
                .filter(each -> each.condition() instanceof Condition.NeverHeard)
                .isEmpty();
    }

    /** A datacenter's weight for a service, and what it may be at least: what an incident was answered with. */
    private record Return(Policy policy, DecisionRecord record, Site site, double answered) {

        boolean allowed() {
            int was = record.before().getOrDefault(site, 0);
            double step = policy.shifting().steps().getFirst() / 100.0;
            return was > 0 || share() <= Math.max(step, answered) + TOLERANCE || !othersServeAll(record, site);
        }

        double share() {
            return Math.min(1, record.after().getOrDefault(site, 0) / (policy.share(site) * ServicePlan.WHOLE));
        }
    }

    private void check(Controller controller, Return now) {
        if (now.allowed()) {
            return;
        }
        Placement place = new Placement(now.policy.service(), now.site);
        double carried = sent.getOrDefault(place, new ArrayDeque<>()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (now.share() > carried + TOLERANCE) {
            throw new Violation("rule W3: " + controller.id + " gives " + place.service() + " in " + now.site + " "
                    + now.share() + " of its share at once, where it carries " + carried);
        }
    }

    /** What its datacenter answered its last incident with, before the first step: the load of the cycle before. */
    private static double answered(DecisionRecord record, Site site) {
        return Optional.ofNullable(record.ceilings().get(site))
                .filter(ceiling -> ceiling.phase() != Phase.OPEN && ceiling.share() <= ceiling.from())
                .map(Ceiling::share)
                .orElse(0.0);
    }

    /** Weights are shares of what all offer together: where another offers less than all, this one is sent more than its step. */
    private static boolean othersServeAll(DecisionRecord record, Site site) {
        return record.conclusions().entrySet().stream()
                .filter(each -> !each.getKey().equals(site))
                .allMatch(each -> each.getValue().condition() instanceof Condition.Healthy
                        && record.before().getOrDefault(each.getKey(), 0) > 0
                        && Optional.ofNullable(record.ceilings().get(each.getKey()))
                                .filter(ceiling -> ceiling.share() == 1)
                                .isPresent());
    }
}
