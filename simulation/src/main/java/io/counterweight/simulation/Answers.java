package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rule W3: a datacenter that finds itself well answers an incident with what it carried before it heard of it, not with what others have
 * left it since. Looked at where a controller is alone in its datacenter: of siblings the first answers for all.
 */
final class Answers {

    private static final double TOLERANCE = 0.3;
    private static final long CYCLE_MILLIS = 1_000;

    private record Carried(long at, double share) {}

    private final Cluster cluster;
    private final Map<Placement, Deque<Carried>> carried = new HashMap<>();
    private final Map<Controller, Map<ServiceName, Ceiling>> before = new HashMap<>();

    Answers(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        if (!cluster.measuresLoad()) {
            return;
        }
        before.keySet().removeIf(controller -> cluster.nodes().stream()
                .noneMatch(node -> node.running().filter(controller::equals).isPresent()));
        for (Node node : cluster.nodes()) {
            node.running()
                    .filter(controller -> controller.started()
                            && cluster.at(node.id.site().value()).size() == 1)
                    .ifPresent(controller -> controller.last().ifPresent(last -> check(node, controller, last)));
        }
    }

    private void check(Node node, Controller controller, Decision last) {
        Site home = node.id.site();
        controller.intents().policies().forEach((service, policy) -> {
            if (policy.datacenters().containsKey(home)) {
                note(policy, home);
            }
        });
        Map<ServiceName, Ceiling> known = before.computeIfAbsent(controller, unseen -> new HashMap<>());
        last.next().ceilings().forEach((service, now) -> {
            Ceiling was = known.put(service, now);
            Policy policy = controller.intents().policies().get(service);
            DecisionRecord record = last.records().get(service);
            if (was != null && now.epoch() > was.epoch() && policy != null && record != null && node.works()) {
                answered(new Answer(controller, policy, home, was, now), record);
            }
        });
    }

    private record Answer(Controller controller, Policy policy, Site home, Ceiling was, Ceiling now) {}

    private void answered(Answer answer, DecisionRecord record) {
        boolean well = Optional.ofNullable(record.conclusions().get(answer.home))
                .filter(conclusion -> !conclusion.condition().bad())
                .isPresent();
        double most =
                carried.getOrDefault(new Placement(answer.policy.service(), answer.home), new ArrayDeque<>()).stream()
                        .mapToDouble(Carried::share)
                        .max()
                        .orElse(0);
        if (well
                && answer.now.phase() != Phase.DRAINED
                && answer.was.phase() != Phase.DRAINED
                && answer.controller.intents().overrides().isEmpty()
                && answer.now.share() < Math.min(answer.was.share(), most) - TOLERANCE) {
            throw new Violation("rule W3: " + answer.controller.id + " answers for " + answer.policy.service()
                    + " with " + answer.now + " after " + answer.was + ", where it carried " + most);
        }
    }

    private void note(Policy policy, Site home) {
        Deque<Carried> last =
                carried.computeIfAbsent(new Placement(policy.service(), home), unseen -> new ArrayDeque<>());
        last.addLast(new Carried(cluster.now(), Math.min(1, cluster.sent(policy, home) / policy.share(home))));
        while (cluster.now() - last.getFirst().at > CYCLE_MILLIS) {
            last.removeFirst();
        }
    }
}
