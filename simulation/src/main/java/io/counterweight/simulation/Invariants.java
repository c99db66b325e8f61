package io.counterweight.simulation;

import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold after every step, whatever breaks: the numbered invariants of the architecture, as far as one step and its past can
 * tell.
 */
final class Invariants {

    private record Ended(Controller controller, String override) {}

    private static final ServiceName SHOP = ServiceName.of("shop");

    private final Cluster cluster;
    private final long lossBoundMillis;
    private final Map<Site, Long> darkSince = new HashMap<>();
    private final Map<Site, Long> anchorsSince = new HashMap<>();
    private final Map<Site, Long> servesSince = new HashMap<>();
    private final Map<Node, Long> freeSince = new HashMap<>();
    private final Map<Controller, Plan> plans = new HashMap<>();
    private final Set<Ended> ended = new HashSet<>();

    Invariants(Cluster cluster, long lossBoundMillis) {
        this.cluster = cluster;
        this.lossBoundMillis = lossBoundMillis;
    }

    void check() {
        for (Node node : cluster.nodes()) {
            note(node.id.site());
        }
        for (Node node : cluster.nodes()) {
            node.running().filter(Controller::started).ifPresent(controller -> {
                stalePlansNeverReplace(controller);
                overridesEndOnce(controller);
                hardDrainsStay(controller);
                if (node.works()) {
                    answersAreNeverEmpty(controller);
                    theLostAreDrained(node, controller);
                }
            });
        }
    }

    private void note(Site site) {
        since(darkSince, site, !cluster.applications().powered(site));
        since(anchorsSince, site, cluster.network().anchorsAnswer(site));
        boolean serves = cluster.nodes().stream()
                .flatMap(node -> node.running().stream())
                .flatMap(controller ->
                        Optional.ofNullable(controller.intents().policies().get(SHOP)).stream())
                .anyMatch(policy -> cluster.serves(policy, site));
        since(servesSince, site, serves);
    }

    private <K> void since(Map<K, Long> map, K subject, boolean holds) {
        if (holds) {
            map.putIfAbsent(subject, cluster.now());
        } else {
            map.remove(subject);
        }
    }

    private <K> boolean lasts(Map<K, Long> since, K subject) {
        Long from = since.get(subject);
        return from != null && cluster.now() - from >= lossBoundMillis;
    }

    /** Invariant 1. */
    private void answersAreNeverEmpty(Controller controller) {
        controller.intents().policies().forEach((service, policy) -> {
            boolean known = policy.datacenters().keySet().stream()
                    .anyMatch(site -> controller.state().heard().contains(site));
            boolean empty = controller.served().service(service).map(ServicePlan::shares).stream()
                    .allMatch(shares -> shares.isEmpty());
            demand(!known || !empty, 1, controller.id + " answers nothing for " + service);
        });
    }

    /** Invariant 3. */
    private void theLostAreDrained(Node node, Controller controller) {
        boolean fit = cluster.now() - node.fitSince() >= lossBoundMillis
                && cluster.nodes().stream().allMatch(each -> !each.works() || lasts(anchorsSince, each.id.site()));
        boolean free = controller.intents().overrides().isEmpty();
        since(freeSince, node, free);
        if (!fit || !lasts(freeSince, node) || !lasts(servesSince, node.id.site())) {
            return;
        }
        controller.served().service(SHOP).ifPresent(plan -> {
            for (Site site : darkSince.keySet()) {
                demand(
                        !lasts(darkSince, site) || Cluster.weight(plan, site) == 0,
                        3,
                        controller.id + " still sends clients to " + site);
            }
        });
    }

    /** Invariant 5. */
    private void stalePlansNeverReplace(Controller controller) {
        Plan plan = controller.served();
        Plan before = plans.put(controller, plan);
        if (before != null) {
            int order = plan.fence().compareTo(before.fence());
            demand(order >= 0, 5, controller.id + " went back from " + before.fence() + " to " + plan.fence());
            demand(
                    order > 0 || plan.services().equals(before.services()),
                    5,
                    controller.id + " changed its plan under one fence " + plan.fence());
        }
    }

    /** Invariant 6: none ends before its time, and none comes back. */
    private void overridesEndOnce(Controller controller) {
        for (TrafficOverride override : controller.intents().overrides()) {
            demand(
                    !ended.contains(new Ended(controller, override.id())),
                    6,
                    override.id() + " came back at " + controller.id);
        }
        cluster.accepted().forEach((override, since) -> {
            Optional<IntentEntry> inForce = controller.book().inForce(IntentKey.override(override.id()));
            if (inForce.filter(IntentEntry::tombstone).isPresent() && ended.add(new Ended(controller, override.id()))) {
                long lasted = cluster.now() - since;
                demand(
                        lasted >= override.lengthMillis() - Cluster.STEP_MILLIS,
                        6,
                        override.id() + " ended at " + controller.id + " after " + lasted + " ms");
            }
        });
    }

    /** Rule E8: no machine reopens what a person drained hard, unless the order was refused and shown. */
    private void hardDrainsStay(Controller controller) {
        controller.last().ifPresent(last -> last.records().values().forEach(record -> {
            boolean refused = record.steps().stream().anyMatch(step -> step.refused());
            for (TrafficOverride override : controller.intents().overrides()) {
                if (override.hard()
                        && override.action() instanceof TrafficOverride.Action.Drain drain
                        && override.concerns(record.service())
                        && last.next().overrides().remaining().getOrDefault(override.id(), 0L) > 0) {
                    demand(
                            refused || record.after().getOrDefault(drain.datacenter(), 0) == 0,
                            8,
                            controller.id + " reopened " + drain.datacenter());
                }
            }
        }));
    }

    private void demand(boolean holds, int invariant, String otherwise) {
        if (!holds) {
            throw new AssertionError("invariant " + invariant + ": " + otherwise + "; " + cluster);
        }
    }
}
