package io.counterweight.simulation;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where clients are sent, beside the numbered invariants: to whom, at which address, and how many of them. */
final class Clients {

    private record Instance(Placement place, EndpointName endpoint) {}

    private final Cluster cluster;
    private final long boundMillis;
    private final Map<Instance, Long> deadSince = new HashMap<>();
    private final Map<Instance, Long> aliveSince = new HashMap<>();
    private final Map<Site, Long> calmSince = new HashMap<>();
    private final Map<Controller, Set<ServiceName>> answered = new HashMap<>();

    /** Nothing seen yet; whatever is dead for so long is known to be. */
    Clients(Cluster cluster, long boundMillis) {
        this.cluster = cluster;
        this.boundMillis = boundMillis;
    }

    void check() {
        for (Node node : cluster.nodes()) {
            note(node);
        }
        for (Node node : cluster.nodes()) {
            node.running()
                    .filter(Controller::started)
                    .filter(any -> node.works())
                    .ifPresent(controller -> {
                        whatWasAnsweredIsAnswered(controller);
                        deadAddressesAreNotGiven(node, controller);
                        controller
                                .last()
                                .ifPresent(last -> last.records().values().forEach(record -> {
                                    softOrdersYieldToLoss(controller, record);
                                    whoOffersLessGetsLess(controller, record);
                                }));
                    });
        }
        answered.keySet().removeIf(controller -> cluster.nodes().stream()
                .noneMatch(node -> node.running().filter(controller::equals).isPresent()));
    }

    private void note(Node node) {
        Site site = node.id.site();
        boolean calm = cluster.at(site.value()).stream()
                .allMatch(each -> cluster.network().controlTargetsAnswer(each.id));
        since(calmSince, site, calm);
        node.running().ifPresent(controller -> controller.intents().policies().forEach((service, policy) -> {
            DatacenterPolicy here = policy.datacenters().get(site);
            if (here != null) {
                Placement place = new Placement(service, site);
                here.endpoints().keySet().forEach(endpoint -> {
                    boolean serves = cluster.applications().serves(place, endpoint);
                    since(aliveSince, new Instance(place, endpoint), serves);
                    since(deadSince, new Instance(place, endpoint), !serves);
                });
            }
        }));
    }

    private <K> void since(Map<K, Long> map, K subject, boolean holds) {
        if (holds) {
            map.putIfAbsent(subject, cluster.now());
        } else {
            map.remove(subject);
        }
    }

    private <K> boolean lasts(Map<K, Long> since, K subject) {
        return cluster.now() - since.getOrDefault(subject, cluster.now()) >= boundMillis;
    }

    /** Rule G10 and E9: a name that was answered once is answered until people delete it. */
    private void whatWasAnsweredIsAnswered(Controller controller) {
        Set<ServiceName> now = controller.served().services().keySet();
        Set<ServiceName> known = answered.computeIfAbsent(controller, unseen -> new HashSet<>());
        for (ServiceName service : known) {
            boolean deleted = controller
                    .book()
                    .inForce(IntentKey.policy(service.value()))
                    .filter(IntentEntry::tombstone)
                    .isPresent();
            demand(
                    now.contains(service) || deleted,
                    "G10",
                    controller.id + " knows nothing of " + service + " any more");
        }
        known.clear();
        known.addAll(now);
    }

    /** Rule E1: at home, an address that has been dead for long is not given while another lives. */
    private void deadAddressesAreNotGiven(Node node, Controller controller) {
        Site home = node.id.site();
        if (!lasts(calmSince, home)
                || cluster.now() - node.fitSince() < boundMillis
                || !controller.actuator().honestFor(boundMillis)) {
            return;
        }
        controller.intents().policies().forEach((service, policy) -> controller
                .served()
                .service(service)
                .filter(any -> policy.datacenters().containsKey(home))
                .ifPresent(plan -> deadAddressesAreNotGiven(controller, policy, plan, home)));
    }

    private void deadAddressesAreNotGiven(Controller controller, Policy policy, ServicePlan plan, Site home) {
        Placement place = new Placement(policy.service(), home);
        List<PublishedAddress> published = Optional.ofNullable(
                        policy.datacenters().get(home))
                .map(DatacenterPolicy::published)
                .orElse(List.of());
        boolean another = published.stream().anyMatch(each -> is(aliveSince, place, each));
        plan.shares().stream()
                .filter(share -> share.datacenter().equals(home))
                .flatMap(share -> share.addresses().stream())
                .forEach(given -> demand(
                        !another
                                || published.stream()
                                        .noneMatch(each -> each.address().equals(given) && is(deadSince, place, each)),
                        "E1",
                        controller.id + " gives clients of " + place + " the dead address " + given));
    }

    private boolean is(Map<Instance, Long> since, Placement place, PublishedAddress address) {
        return address.endpoint()
                .filter(endpoint -> lasts(since, new Instance(place, endpoint)))
                .isPresent();
    }

    /** Rule W6: pin, hold and drain that are not hard send nobody to what is lost while anything good has a weight. */
    private static void softOrdersYieldToLoss(Controller controller, DecisionRecord record) {
        if (controller.intents().overrides().stream().anyMatch(TrafficOverride::hard)) {
            return;
        }
        boolean good = record.conclusions().entrySet().stream()
                .anyMatch(each -> good(each.getValue().condition()) && weight(record, each.getKey()) > 0);
        record.conclusions()
                .forEach((site, conclusion) -> demand(
                        !good || !conclusion.condition().bad() || weight(record, site) == 0,
                        "W6",
                        controller.id + " sends clients of " + record.service() + " to " + site + ", which is "
                                + conclusion.condition().word()));
    }

    /**
     * Rule W1: beside one that offers everything, nobody gets more than it offers, and the dead band, unless capacities bind (W2). Who
     * offers everything but for the dead band takes its part of what others leave.
     */
    private void whoOffersLessGetsLess(Controller controller, DecisionRecord record) {
        Policy policy = controller.intents().policies().get(record.service());
        if (policy == null
                || !controller.intents().overrides().isEmpty()
                || policy.datacenters().values().stream()
                        .anyMatch(here -> here.capacity().isPresent())
                || record.steps().stream().anyMatch(Step::refused)
                || record.conclusions().entrySet().stream().noneMatch(each -> whole(record, each))) {
            return;
        }
        record.conclusions().forEach((site, conclusion) -> {
            double deadBand = cluster.settings().deadBand();
            if (conclusion.condition() instanceof Condition.Degraded degraded && degraded.fraction() + deadBand < 1) {
                double most = policy.share(site) * (degraded.fraction() + deadBand);
                demand(
                        weight(record, site) <= most * ServicePlan.WHOLE + 1.5,
                        "W1",
                        controller.id + " sends " + weight(record, site) + " of " + record.service() + " to " + site
                                + ", which offers " + degraded.fraction());
            }
        });
    }

    private static boolean whole(DecisionRecord record, Map.Entry<Site, Conclusion> each) {
        Ceiling ceiling = record.ceilings().getOrDefault(each.getKey(), Ceiling.closed());
        return each.getValue().condition() instanceof Condition.Healthy
                && ceiling.phase() == Phase.OPEN
                && ceiling.share() >= 1
                && weight(record, each.getKey()) > 0;
    }

    private static int weight(DecisionRecord record, Site site) {
        return record.after().getOrDefault(site, 0);
    }

    private static boolean good(Condition condition) {
        return condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
    }

    private static void demand(boolean holds, String rule, String otherwise) {
        if (!holds) {
            throw new Violation("rule " + rule + ": " + otherwise);
        }
    }
}
