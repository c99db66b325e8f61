package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rule W3: while another datacenter serves, a ceiling rises by one step at a time, after its hold-down or soak, and a latched one only
 * after its release. Looked at where one controller is alone in its datacenter: siblings may take over what another has waited for.
 */
final class Ramps {

    private record Own(Controller controller, ServiceName service) {}

    private record Standing(Ceiling ceiling, Phase from, long since) {
        Standing then(Ceiling now, Node node) {
            boolean same =
                    ceiling.phase() == now.phase() && ceiling.share() == now.share() && ceiling.epoch() == now.epoch();
            return same ? new Standing(now, from, since) : new Standing(now, ceiling.phase(), node.monotonic());
        }
    }

    private static final double TINY = 1e-6;

    /** Whoever starts goes on waiting where its journal, or a sibling's word, says that it was. */
    private static final long LONG_AGO = -1_000_000_000L;

    private final Cluster cluster;
    private final Map<Own, Standing> standing = new HashMap<>();

    Ramps(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        standing.keySet().removeIf(own -> cluster.nodes().stream()
                .noneMatch(node -> node.running().filter(own.controller::equals).isPresent()));
        for (Node node : cluster.nodes()) {
            if (cluster.at(node.id.site().value()).size() == 1) {
                node.running()
                        .filter(Controller::started)
                        .ifPresent(controller -> controller.last().ifPresent(last -> check(node, controller, last)));
            }
        }
    }

    private void check(Node node, Controller controller, Decision last) {
        standing.keySet()
                .removeIf(own ->
                        own.controller == controller && !last.next().ceilings().containsKey(own.service));
        last.next().ceilings().forEach((service, now) -> {
            Own own = new Own(controller, service);
            Standing before = standing.get(own);
            Policy policy = controller.intents().policies().get(service);
            DecisionRecord record = last.records().get(service);
            if (before != null
                    && policy != null
                    && record != null
                    && anotherServes(controller, record, node.id.site())) {
                rises(new Rise(controller, policy, before, now, node.monotonic()));
                if (now.share() > before.ceiling.share() + TINY && now.epoch() == before.ceiling.epoch()) {
                    calleesRiseFirst(controller, policy, last, now);
                }
            }
            standing.put(own, before == null ? new Standing(now, Phase.OPEN, LONG_AGO) : before.then(now, node));
        });
    }

    /** Rule W5. */
    private static void calleesRiseFirst(Controller controller, Policy policy, Decision last, Ceiling now) {
        for (ServiceName callee : policy.needs()) {
            Ceiling theirs = last.next().ceilings().get(callee);
            if (theirs != null && now.share() > theirs.share() + TINY) {
                throw new Violation("rule W5: " + controller.id + " raises " + policy.service() + " to " + now
                        + " before " + callee + ", which it needs and which is at " + theirs);
            }
        }
    }

    /** What a person drains serves no longer, though it may keep what fits nowhere else. */
    private static boolean anotherServes(Controller controller, DecisionRecord record, Site home) {
        return record.after().entrySet().stream()
                .anyMatch(each -> !each.getKey().equals(home)
                        && each.getValue() > 0
                        && controller.intents().overrides().stream()
                                .noneMatch(order ->
                                        order.concerns(record.service()) && drains(order.action(), each.getKey()))
                        && Optional.ofNullable(record.conclusions().get(each.getKey()))
                                .filter(conclusion -> !conclusion.condition().bad())
                                .isPresent());
    }

    private static boolean drains(Action action, Site site) {
        return action instanceof Action.Drain drain && drain.datacenter().equals(site)
                || action instanceof Action.Evacuate evacuate
                        && evacuate.datacenter().equals(site);
    }

    private record Rise(Controller controller, Policy policy, Standing before, Ceiling now, long at) {
        Ceiling last() {
            return before.ceiling;
        }

        @Override
        public String toString() {
            return controller.id + " raises " + policy.service() + " from " + last() + " to " + now;
        }
    }

    private static void rises(Rise rise) {
        Ceiling last = rise.last();
        if (rise.now.share() <= last.share() + TINY || rise.now.epoch() > last.epoch()) {
            return;
        }
        double step = rise.policy.shifting().steps().stream()
                .mapToDouble(percent -> percent / 100.0)
                .filter(each -> each > last.share() + TINY)
                .findFirst()
                .orElse(1);
        demand(rise.now.share() <= step + TINY, rise, "by more than a step");
        demand(last.phase() != Phase.OPEN && last.phase() != Phase.WAITING, rise, "without a hold-down");
        demand(
                rise.policy.shifting().failback() != Failback.LATCHED || last.epoch() <= last.releasedEpoch(),
                rise,
                "which nobody has released");
        long waited = rise.at - rise.before.since;
        boolean counts = rise.before.from != Phase.LATCHED && rise.before.from != Phase.ABORTED;
        long needed =
                switch (last.phase()) {
                    case HOLDING_DOWN -> rise.policy.shifting().holdDown().toMillis();
                    case SOAKING -> counts ? rise.policy.shifting().soak().toMillis() : 0;
                    case OPEN, WAITING, LATCHED, ABORTED, DRAINED -> 0;
                };
        demand(waited >= needed - Cluster.STEP_MILLIS, rise, "after " + waited + " ms of " + needed);
    }

    private static void demand(boolean holds, Rise rise, String why) {
        if (!holds) {
            throw new Violation("rule W3: " + rise + " " + why);
        }
    }
}
