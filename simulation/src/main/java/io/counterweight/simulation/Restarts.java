package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rule G11: who starts again from its own disk goes on from what it had decided last. It knows the incidents that it knew, states no
 * ceiling of before, counts no override anew, and has a plan where it had one.
 */
final class Restarts {

    /** The journal is written each second, and a peer that counts slower is believed. */
    private static final long COUNTED_MILLIS = 2_000;

    private record Life(Controller controller, int disks, Optional<Decision> last) {}

    private final Cluster cluster;
    private final Map<Node, Life> lives = new HashMap<>();

    Restarts(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        for (Node node : cluster.nodes()) {
            node.running().ifPresent(controller -> check(node, controller));
        }
    }

    private void check(Node node, Controller controller) {
        Optional<Life> before = Optional.ofNullable(lives.get(node));
        boolean anew = before.filter(life -> life.controller == controller).isEmpty();
        if (anew && controller.last().isEmpty()) {
            return;
        }
        if (anew) {
            before.filter(life -> life.disks == node.disks())
                    .flatMap(Life::last)
                    .ifPresent(
                            last -> goesOn(controller, last, controller.last().orElseThrow()));
        }
        lives.put(
                node,
                new Life(
                        controller,
                        node.disks(),
                        node.keeps() && controller.started() ? controller.last() : Optional.empty()));
    }

    private static void goesOn(Controller controller, Decision last, Decision first) {
        last.next().incidents().known().forEach((place, epoch) -> {
            if (controller.intents().policies().containsKey(place.service())) {
                long known = first.next().incidents().known(place);
                demand(known >= epoch, controller, "knows incident " + known + " of " + place + ", and knew " + epoch);
            }
        });
        last.next().ceilings().forEach((service, ceiling) -> {
            Ceiling now = first.next().ceilings().get(service);
            if (now != null) {
                demand(now.epoch() >= ceiling.epoch(), controller, "states " + now + " after " + ceiling);
            }
        });
        first.next().overrides().remaining().forEach((id, remaining) -> {
            long before = last.next().overrides().remaining().getOrDefault(id, remaining);
            demand(
                    remaining <= before + COUNTED_MILLIS,
                    controller,
                    "counts " + remaining + " ms of " + id + ", of which " + before + " were left");
        });
        first.records().forEach((service, record) -> {
            Policy policy = controller.intents().policies().get(service);
            if (policy != null
                    && !policy.exclusive()
                    && last.records().containsKey(service)
                    && !last.records().get(service).after().isEmpty()) {
                demand(!record.before().isEmpty(), controller, "has forgotten what it answered for " + service);
            }
        });
    }

    private static void demand(boolean holds, Controller controller, String otherwise) {
        if (!holds) {
            throw new Violation("rule G11: " + controller.id + ", started again from its own disk, " + otherwise);
        }
    }
}
