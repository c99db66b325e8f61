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
                policy.datacenters().keySet().forEach(site -> check(controller, policy, record, site));
            }
        });
    }

    private void check(Controller controller, Policy policy, DecisionRecord record, Site site) {
        int was = record.before().getOrDefault(site, 0);
        double is = Math.min(1, record.after().getOrDefault(site, 0) / (policy.share(site) * ServicePlan.WHOLE));
        double step = policy.shifting().steps().getFirst() / 100.0;
        if (was > 0 || is <= Math.max(step, answered(record, site)) + TOLERANCE || !othersServeAll(record, site)) {
            return;
        }
        double carried = sent.getOrDefault(new Placement(policy.service(), site), new ArrayDeque<>()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (is > carried + TOLERANCE) {
            throw new Violation("rule W3: " + controller.id + " gives " + policy.service() + " in " + site + " " + is
                    + " of its share at once, where it carries " + carried);
        }
    }

    /** What its datacenter answered its last incident with, before the first step. */
    private static double answered(DecisionRecord record, Site site) {
        return Optional.ofNullable(record.ceilings().get(site))
                .filter(ceiling -> ceiling.phase() == Phase.WAITING || ceiling.phase() == Phase.HOLDING_DOWN)
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
