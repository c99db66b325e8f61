package io.counterweight.simulation;

import io.counterweight.engine.exclusive.ExclusiveState.Grant;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.safety.LastCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A controller's name server: what it is told, and what it really serves. An older plan never replaces a newer one. */
final class Actuator {

    /** How it takes what it is told. */
    enum Manner {
        HONEST,
        /** It says that it failed, and serves on as before. */
        FAILING,
        /** It says yes, and serves on as before. */
        DEAF,
        /** It says yes, and applies each plan after a while of its own. */
        LATE,
        /** It says yes, and serves all services but the first as before. */
        PARTLY
    }

    private record Pending(long dueMillis, Plan plan) {}

    private final Cluster world;
    private final List<Pending> pending = new ArrayList<>();
    private Manner manner = Manner.HONEST;
    private long honestSince;
    private Plan believed = Plan.empty();
    private Plan served = Plan.empty();
    private SortedMap<ServiceName, Grant> grants = new TreeMap<>();

    Actuator(Cluster world) {
        this.world = world;
    }

    /** The same past in another world, which goes on by itself. */
    Actuator copy(Cluster other) {
        Actuator copy = new Actuator(other);
        copy.pending.addAll(pending);
        copy.manner = manner;
        copy.honestSince = honestSince;
        copy.believed = believed;
        copy.served = served;
        copy.grants = grants;
        return copy;
    }

    /** What its future depends on. */
    List<Object> memory() {
        return List.of(List.copyOf(pending), manner, believed, served);
    }

    void behave(Manner wanted) {
        manner = wanted;
        honestSince = world.now();
    }

    /** Since when what it serves is what it was told. */
    boolean honestFor(long millis) {
        return manner == Manner.HONEST && pending.isEmpty() && world.now() - honestSince >= millis;
    }

    /** What may be answered of exclusive services: it looks there at each answer, however it takes plans (rule E7). */
    void grant(SortedMap<ServiceName, Grant> given) {
        grants = given;
    }

    /** Takes a plan, after the product's last check. */
    void apply(Plan wanted) {
        LastCheck.Checked checked = LastCheck.check(believed, wanted);
        if (!checked.refused().isEmpty()) {
            world.coverage().fired("W4");
        }
        Plan plan = checked.plan();
        switch (manner) {
            case HONEST -> take(plan);
            case FAILING -> {
                return;
            }
            case DEAF -> {}
            case LATE -> pending.add(new Pending(world.now() + world.random().nextInt(5_000), plan));
            case PARTLY -> take(partly(plan));
        }
        believed = plan;
    }

    /** What was told long enough ago arrives. */
    void turn() {
        if (!pending.isEmpty()) {
            List<Pending> due = pending.stream()
                    .filter(each -> each.dueMillis <= world.now())
                    .sorted(Comparator.comparingLong(Pending::dueMillis))
                    .toList();
            pending.removeAll(due);
            due.forEach(each -> take(each.plan));
        }
    }

    private void take(Plan plan) {
        int order = plan.fence().compareTo(served.fence());
        if (order > 0) {
            world.coverage().fired("A");
        }
        if (order < 0) {
            world.coverage().fired("E10");
        } else {
            served = plan;
        }
    }

    private Plan partly(Plan plan) {
        SortedMap<ServiceName, ServicePlan> mixed = new TreeMap<>(plan.services());
        plan.services().keySet().stream().skip(1).forEach(service -> served.service(service)
                .ifPresent(old -> mixed.put(service, old)));
        return new Plan(plan.fence(), plan.policiesKnown(), mixed);
    }

    /** The plan that it goes by. */
    Plan plan() {
        return served;
    }

    /** What it answers at this moment of its controller's clock: of an exclusive service nothing without the right to. */
    Plan answers(long now) {
        if (served.services().values().stream().noneMatch(ServicePlan::exclusive)) {
            return served;
        }
        SortedMap<ServiceName, ServicePlan> answered = new TreeMap<>(served.services());
        answered.replaceAll((service, plan) -> !plan.exclusive() || granted(plan, now) ? plan : unanswered(plan));
        return new Plan(served.fence(), served.policiesKnown(), answered);
    }

    private boolean granted(ServicePlan plan, long now) {
        Grant grant = grants.get(plan.service());
        return grant != null
                && now < grant.untilMillis()
                && plan.weights().getOrDefault(grant.datacenter(), 0) == ServicePlan.WHOLE;
    }

    private static ServicePlan unanswered(ServicePlan plan) {
        return new ServicePlan(
                plan.service(),
                plan.hosts(),
                List.of(),
                plan.ttl(),
                plan.choice(),
                plan.least(),
                new TreeMap<>(),
                true,
                Optional.empty());
    }

    /** What it said that it serves. */
    SortedMap<ServiceName, SortedMap<Site, Integer>> applied() {
        return believed.applied();
    }
}
