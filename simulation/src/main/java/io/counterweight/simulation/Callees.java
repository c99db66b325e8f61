package io.counterweight.simulation;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.SortedMap;

/** Rule W5: where a callee is bad its callers are bad too, if there is a datacenter in which a caller and all that it needs are well. */
final class Callees {

    private final Cluster cluster;

    Callees(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        for (Node node : cluster.nodes()) {
            if (node.speaks()) {
                Controller controller = node.controller();
                controller.last().ifPresent(last -> controller
                        .intents()
                        .policies()
                        .values()
                        .forEach(caller -> check(controller, caller, last.records())));
            }
        }
    }

    private static void check(Controller controller, Policy caller, SortedMap<ServiceName, DecisionRecord> records) {
        boolean better = caller.datacenters().keySet().stream()
                .anyMatch(site -> well(caller.service(), site, records)
                        && caller.needs().stream().allMatch(callee -> well(callee, site, records)));
        if (caller.needs().isEmpty() || !better) {
            return;
        }
        caller.datacenters().keySet().forEach(site -> caller.needs().stream()
                .filter(callee -> bad(callee, site, records) && !leaves(caller.service(), site, records))
                .findFirst()
                .ifPresent(callee -> {
                    throw new Violation("rule W5: " + controller.id + " concludes "
                            + condition(caller.service(), site, records)
                                    .map(Condition::word)
                                    .orElse("nothing") + " on " + caller.service() + "@" + site
                            + ", where what it needs, " + callee + ", is "
                            + condition(callee, site, records)
                                    .map(Condition::word)
                                    .orElse(""));
                }));
    }

    private static boolean well(ServiceName service, Site site, SortedMap<ServiceName, DecisionRecord> records) {
        return condition(service, site, records)
                .filter(condition -> condition instanceof Condition.Healthy)
                .isPresent();
    }

    private static boolean bad(ServiceName service, Site site, SortedMap<ServiceName, DecisionRecord> records) {
        return condition(service, site, records).filter(Condition::bad).isPresent();
    }

    private static boolean leaves(ServiceName service, Site site, SortedMap<ServiceName, DecisionRecord> records) {
        return condition(service, site, records)
                .filter(condition -> !condition.bad() && !(condition instanceof Condition.NeverHeard))
                .isEmpty();
    }

    private static Optional<Condition> condition(
            ServiceName service, Site site, SortedMap<ServiceName, DecisionRecord> records) {
        return Optional.ofNullable(records.get(service))
                .map(record -> record.conclusions().get(site))
                .map(conclusion -> conclusion.condition());
    }
}
