package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must hold after every step, whatever breaks: the numbered invariants of the architecture, as far as one step and its past can
 * tell. That weights add up (4) each plan checks of itself; agreement (7) and wrong clocks are for {@link RandomWorld}.
 */
final class Invariants {

    private record Ended(Controller controller, String override) {}

    private record Known(Policy policy, long since) {}

    /** What a clock that drifts may take from the length of an override. */
    static final double SLOWEST = 0.998;

    private final Cluster cluster;
    private final LeavingInOrder leavingInOrder;
    private final long lossBoundMillis;
    private final Map<Site, Long> darkSince = new HashMap<>();
    private final Map<Site, Long> anchorsSince = new HashMap<>();
    private final Map<Placement, Long> servesSince = new HashMap<>();
    private final Map<Node, Long> freeSince = new HashMap<>();
    private final Map<Node, Map<ServiceName, Known>> knownSince = new HashMap<>();
    private final Map<Controller, Plan> plans = new HashMap<>();
    private final Set<Ended> ended = new HashSet<>();
    private Set<Controller> before = new HashSet<>();

    Invariants(Cluster cluster, long lossBoundMillis) {
        this.cluster = cluster;
        this.leavingInOrder = new LeavingInOrder(cluster);
        this.lossBoundMillis = lossBoundMillis;
    }

    /** What was noted of the past, for a copy of the cluster which goes on by itself. */
    Invariants copy(Cluster other) {
        Invariants copy = new Invariants(other, lossBoundMillis);
        copy.darkSince.putAll(darkSince);
        copy.anchorsSince.putAll(anchorsSince);
        copy.servesSince.putAll(servesSince);
        freeSince.forEach((node, since) -> copy.freeSince.put(other.same(node), since));
        knownSince.forEach((node, known) -> copy.knownSince.put(other.same(node), new HashMap<>(known)));
        plans.forEach((controller, plan) -> same(controller, other).ifPresent(each -> copy.plans.put(each, plan)));
        ended.forEach(each -> same(each.controller, other)
                .ifPresent(controller -> copy.ended.add(new Ended(controller, each.override))));
        before.forEach(controller -> same(controller, other).ifPresent(copy.before::add));
        return copy;
    }

    private Optional<Controller> same(Controller controller, Cluster other) {
        String id = controller.id.toString();
        return cluster.node(id)
                .running()
                .filter(running -> running == controller)
                .flatMap(running -> other.node(id).running());
    }

    /**
     * What the next check depends on, beside the cluster: since how long each thing lasts, as far as it matters. What began before the
     * first darkness that lasts will have lasted long enough whenever that has.
     */
    List<Object> memory() {
        long dark = darkSince.values().stream().mapToLong(Long::longValue).min().orElse(cluster.now());
        Map<Object, Long> lasts = new HashMap<>();
        List.of(darkSince, anchorsSince, servesSince)
                .forEach(each -> each.forEach(
                        (subject, since) -> lasts.put(List.of(each == darkSince, subject), past(since, dark))));
        freeSince.forEach((node, since) -> lasts.put(node.id, past(since, dark)));
        knownSince.forEach((node, known) ->
                known.forEach((service, each) -> lasts.put(List.of(node.id, service), past(each.since, dark))));
        cluster.nodes().forEach(node -> lasts.put(List.of(node.id, "fit"), past(node.fitSince(), dark)));
        cluster.accepted()
                .forEach((override, since) ->
                        lasts.put(override.id(), Math.min(override.lengthMillis(), cluster.now() - since)));
        Set<Object> over = new HashSet<>();
        ended.forEach(each -> over.add(List.of(each.controller.id, each.override)));
        return List.of(lasts, over);
    }

    private long past(long since, long dark) {
        return Math.min(lossBoundMillis, cluster.now() - Math.max(since, dark));
    }

    void check() {
        for (Node node : cluster.nodes()) {
            note(node);
        }
        forgetTheDead();
        exclusiveIsActiveOnce();
        leavingInOrder.check();
        for (Node node : cluster.nodes()) {
            node.running().filter(Controller::started).ifPresent(controller -> {
                stalePlansNeverReplace(controller);
                overridesEndOnce(controller);
                hardDrainsStay(node, controller);
                nobodyIsGivenTooMuchWhileThereIsRoom(controller);
                if (node.works()) {
                    answersAreNeverEmpty(controller);
                    theLostAreDrained(node, controller);
                    whatServesIsNotLeftForWhatDoesNot(controller);
                    nobodyWithdrawsItsOwnForWantOfVotes(controller);
                }
            });
        }
    }

    private void forgetTheDead() {
        Set<Controller> running = new HashSet<>();
        cluster.nodes().forEach(node -> node.running().ifPresent(running::add));
        if (!running.equals(before)) {
            before = running;
            plans.keySet().retainAll(running);
            ended.removeIf(each -> !running.contains(each.controller));
        }
    }

    private void note(Node node) {
        Site site = node.id.site();
        since(darkSince, site, !cluster.applications().powered(site));
        boolean near = cluster.at(site.value()).stream()
                .allMatch(each -> cluster.network().controlTargetsAnswer(each.id));
        since(anchorsSince, site, near && cluster.network().anchorsAnswer(site));
        node.running().ifPresent(controller -> controller.intents().policies().forEach((service, policy) -> {
            if (policy.datacenters().containsKey(site)) {
                since(servesSince, new Placement(service, site), cluster.serves(policy, site));
            }
        }));
        knownSince.put(
                node, node.running().map(controller -> known(node, controller)).orElseGet(HashMap::new));
        since(
                freeSince,
                node,
                node.running()
                        .filter(controller -> controller.intents().overrides().isEmpty())
                        .filter(controller -> controller.actuator().honestFor(lossBoundMillis))
                        .isPresent());
    }

    /** A policy that is written anew begins its waits anew. */
    private Map<ServiceName, Known> known(Node node, Controller controller) {
        Map<ServiceName, Known> before = knownSince.getOrDefault(node, Map.of());
        Map<ServiceName, Known> known = new HashMap<>();
        controller
                .intents()
                .policies()
                .forEach((service, policy) -> known.put(
                        service,
                        Optional.ofNullable(before.get(service))
                                .filter(each -> each.policy.equals(policy))
                                .orElseGet(() -> new Known(policy, cluster.now()))));
        return known;
    }

    private boolean knownForLong(Node node, ServiceName service) {
        return Optional.ofNullable(knownSince.getOrDefault(node, Map.of()).get(service))
                .filter(known -> cluster.now() - known.since >= lossBoundMillis)
                .isPresent();
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

    /**
     * Invariant 9, at the answers of every name server that runs: one that is stalled answers as it would in its first moment after. A
     * person's promotion is a person's decision.
     */
    private void exclusiveIsActiveOnce() {
        SortedMap<ServiceName, SortedMap<Site, Node>> active = new TreeMap<>();
        for (Node node : cluster.nodes()) {
            node.running()
                    .filter(Controller::started)
                    .ifPresent(controller -> controller.served().services().values().stream()
                            .filter(ServicePlan::exclusive)
                            .forEach(plan -> plan.weights().forEach((site, weight) -> {
                                if (weight > 0 && node.answersClients()) {
                                    active.computeIfAbsent(plan.service(), unseen -> new TreeMap<>())
                                            .put(site, node);
                                }
                            })));
        }
        active.forEach((service, sites) -> demand(
                sites.size() < 2 || cluster.promoted(),
                9,
                service + " is active twice: "
                        + sites.entrySet().stream()
                                .map(each -> each.getValue().id + " answers " + each.getKey())
                                .toList()));
    }

    /** Invariant 1. */
    private void answersAreNeverEmpty(Controller controller) {
        controller.intents().policies().forEach((service, policy) -> {
            if (policy.exclusive()) {
                return;
            }
            boolean known = policy.datacenters().keySet().stream()
                    .anyMatch(site -> controller.state().heard().contains(site));
            boolean empty = controller
                    .served()
                    .service(service)
                    .map(ServicePlan::shares)
                    .filter(shares -> !shares.isEmpty())
                    .isEmpty();
            demand(
                    !known || !empty || !controller.actuator().honestFor(Cluster.STEP_MILLIS),
                    1,
                    controller.id + " answers nothing for " + service);
        });
    }

    /** Invariant 3. */
    private void theLostAreDrained(Node node, Controller controller) {
        if (darkSince.isEmpty() || !lasts(freeSince, node)) {
            return;
        }
        boolean fit = cluster.now() - node.fitSince() >= lossBoundMillis
                && cluster.nodes().stream().allMatch(each -> !each.works() || lasts(anchorsSince, each.id.site()));
        if (!fit) {
            return;
        }
        controller.intents().policies().forEach((service, policy) -> {
            if (policy.silence().onSilence() == OnSilence.DRAIN
                    && !policy.exclusive()
                    && knownForLong(node, service)
                    && lasts(servesSince, new Placement(service, node.id.site()))) {
                controller.served().service(service).ifPresent(plan -> {
                    for (Site site : darkSince.keySet()) {
                        demand(
                                !lasts(darkSince, site) || Cluster.weight(plan, site) == 0,
                                3,
                                controller.id + " still sends clients of " + service + " to " + site);
                    }
                });
            }
        });
    }

    /** Invariant 8, and rule W4: nothing goes to what is concluded bad while something that is concluded good may have it. */
    private void whatServesIsNotLeftForWhatDoesNot(Controller controller) {
        if (controller.last().isEmpty() || !controller.intents().overrides().isEmpty()) {
            return;
        }
        for (DecisionRecord record : controller.last().get().records().values()) {
            boolean anyGood = record.conclusions().entrySet().stream()
                    .anyMatch(each ->
                            good(each.getValue().condition()) && record.after().getOrDefault(each.getKey(), 0) > 0);
            if (anyGood) {
                record.conclusions()
                        .forEach((site, conclusion) -> demand(
                                !conclusion.condition().bad() || record.after().getOrDefault(site, 0) == 0,
                                8,
                                controller.id + " sends clients of " + record.service() + " to " + site + ", which is "
                                        + conclusion.condition().word()));
            }
            boolean exclusive = exclusive(controller, record.service());
            boolean allGood = record.conclusions().values().stream().allMatch(each -> good(each.condition()));
            demand(
                    exclusive || !allGood || record.after().values().stream().anyMatch(weight -> weight > 0),
                    8,
                    controller.id + " answers nothing for " + record.service() + ", which is well everywhere");
        }
    }

    private static boolean good(Condition condition) {
        return condition instanceof Condition.Healthy || condition instanceof Condition.Degraded;
    }

    /** Invariant 2, its second half: silence alone says nothing of one's own datacenter. */
    private void nobodyWithdrawsItsOwnForWantOfVotes(Controller controller) {
        controller.last().map(Decision::records).ifPresent(records -> records.values()
                .forEach(record -> Optional.ofNullable(record.conclusions().get(controller.id.site()))
                        .ifPresent(conclusion -> demand(
                                !(conclusion.condition() instanceof Condition.Silent),
                                2,
                                controller.id + " withdraws its own datacenter for silence"))));
    }

    /** Invariant 5. */
    private void stalePlansNeverReplace(Controller controller) {
        Plan plan = controller.actuator().plan();
        Plan last = plans.put(controller, plan);
        if (last != null) {
            int order = plan.fence().compareTo(last.fence());
            demand(order >= 0, 5, controller.id + " went back from " + last.fence() + " to " + plan.fence());
            demand(
                    order > 0
                            || plan.services().equals(last.services())
                            || !controller.actuator().honestFor(lossBoundMillis),
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
                        lasted >= override.lengthMillis() * SLOWEST - Cluster.STEP_MILLIS,
                        6,
                        override.id() + " ended at " + controller.id + " after " + lasted + " ms");
            }
        });
    }

    /** Rule E8: no machine reopens what a person drained hard, unless the order was refused and shown. */
    private void hardDrainsStay(Node node, Controller controller) {
        if (controller.intents().overrides().isEmpty()) {
            return;
        }
        controller.last().ifPresent(last -> last.records().values().forEach(record -> {
            boolean refused = record.steps().stream().anyMatch(step -> step.refused());
            if (!node.answersClients() && exclusive(controller, record.service())) {
                return; // a witness shows what others answer
            }
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

    private static boolean exclusive(Controller controller, ServiceName service) {
        return Optional.ofNullable(controller.intents().policies().get(service))
                .filter(Policy::exclusive)
                .isPresent();
    }

    /** Invariant 8, and rule W2. */
    private void nobodyIsGivenTooMuchWhileThereIsRoom(Controller controller) {
        controller
                .last()
                .map(Decision::records)
                .ifPresent(records -> records.forEach((service, record) -> Optional.ofNullable(
                                controller.intents().policies().get(service))
                        .flatMap(policy -> new HeadroomInvariant(this::latestIncident)
                                .broken(policy, controller.intents().overrides(), record))
                        .ifPresent(words -> demand(false, 8, controller.id + ": " + words))));
    }

    private long latestIncident(Placement place) {
        return cluster.nodes().stream()
                .flatMap(node -> node.running().stream())
                .mapToLong(controller -> controller.state().incidents().known().getOrDefault(place, 0L))
                .max()
                .orElse(0);
    }

    private void demand(boolean holds, int invariant, String otherwise) {
        if (!holds) {
            throw new Violation("invariant " + invariant + ": " + otherwise);
        }
    }
}
