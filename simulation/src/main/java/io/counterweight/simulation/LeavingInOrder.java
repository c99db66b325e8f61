package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rule W5, by what the name servers answer: when anybody first says that a service's turn has come to leave an evacuated datacenter, no
 * name server that it hears has sent clients to a caller there all the while, unless that caller serves nobody there.
 */
final class LeavingInOrder {

    /** A name server may have begun again since its last word: letters come late, and controllers stall. */
    private static final long LATE_MILLIS = 10_000;

    private record Turn(String order, ServiceName service) {}

    private record Answer(ControllerId at, Placement place) {}

    private final Cluster cluster;
    private final Set<Turn> called = new HashSet<>();
    private final Map<Answer, Long> sentNobodyAt = new HashMap<>();

    LeavingInOrder(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        cluster.nodes().forEach(node -> node.running().ifPresent(controller -> note(node.id, controller)));
        for (Node node : cluster.nodes()) {
            node.running().ifPresent(controller -> controller
                    .last()
                    .ifPresent(last -> last.report().leaving().forEach((order, services) -> services.stream()
                            .filter(service -> called.add(new Turn(order, service)))
                            .forEach(service -> callersHaveLeft(controller, last, order, service)))));
        }
    }

    private void note(ControllerId id, Controller controller) {
        controller.intents().policies().forEach((service, policy) -> policy.datacenters()
                .keySet()
                .forEach(site -> {
                    boolean sends = controller.started()
                            && controller
                                            .served()
                                            .service(service)
                                            .map(ServicePlan::peaks)
                                            .map(weights -> weights.getOrDefault(site, 0))
                                            .orElse(0)
                                    > 0;
                    if (!sends) {
                        sentNobodyAt.put(new Answer(id, new Placement(service, site)), cluster.now());
                    }
                }));
    }

    private void callersHaveLeft(Controller by, Decision decision, String order, ServiceName service) {
        Optional<Site> datacenter = by.intents().overrides().stream()
                .filter(each -> each.id().equals(order))
                .map(TrafficOverride::action)
                .flatMap(action -> action instanceof Action.Evacuate evacuate
                        ? Optional.of(evacuate.datacenter()).stream()
                        : Optional.<Site>empty().stream())
                .findFirst();
        if (datacenter.isEmpty()) {
            return;
        }
        for (Policy caller : by.intents().policies().values()) {
            if (caller.needs().contains(service) && !dead(decision, caller.service(), datacenter.get())) {
                hasLeft(by, new Placement(caller.service(), datacenter.get()), service);
            }
        }
    }

    private void hasLeft(Controller by, Placement caller, ServiceName callee) {
        for (Node node : cluster.nodes()) {
            boolean witness = by.intents().topology().witnesses().contains(node.id.site());
            boolean heard = node.id.equals(by.id)
                    || by.facts()
                            .of(node.id)
                            .filter(held -> by.facts()
                                    .fresh(held, cluster.node(by.id.toString()).monotonic()))
                            .isPresent();
            boolean honest = node.running()
                    .filter(controller -> controller.actuator().honestFor(LATE_MILLIS))
                    .isPresent();
            Long nobody = sentNobodyAt.get(new Answer(node.id, caller));
            boolean sent = nobody == null || cluster.now() - nobody > LATE_MILLIS;
            if (!witness && heard && honest && sent) {
                throw new Violation("rule W5: " + by.id + " lets " + callee + " leave " + caller.datacenter()
                        + " though " + node.id + " sends clients of " + caller.service() + " there");
            }
        }
    }

    private static boolean dead(Decision decision, ServiceName service, Site datacenter) {
        return Optional.ofNullable(decision.records().get(service))
                .map(record -> record.conclusions().get(datacenter))
                .map(conclusion -> conclusion.condition())
                .filter(condition -> condition instanceof Condition.NeverHeard
                        || condition.bad() && !(condition instanceof Condition.Stranded))
                .isPresent();
    }
}
