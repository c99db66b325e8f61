package io.counterweight.simulation;

import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ControllerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold of what people wrote, from the moment a controller knows it to the controller's end. */
final class Writings {
    private record Known(Controller controller, IntentKey key) {}

    private final Cluster cluster;
    private final Map<Known, Long> countedSince = new HashMap<>();
    private final Map<Known, IntentEntry> deleted = new HashMap<>();
    private final Map<Known, Map<ControllerId, HybridStamp>> covered = new HashMap<>();
    private final Map<Controller, IntentBook> books = new HashMap<>();

    Writings(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        Set<Controller> running = new HashSet<>();
        for (Node node : cluster.nodes()) {
            node.running().filter(Controller::started).ifPresent(controller -> {
                running.add(controller);
                overridesEndInTime(node, controller);
                deletionsStay(controller);
            });
        }
        countedSince.keySet().removeIf(each -> !running.contains(each.controller));
        deleted.keySet().removeIf(each -> !running.contains(each.controller));
        covered.keySet().removeIf(each -> !running.contains(each.controller));
        books.keySet().retainAll(running);
    }

    /** Invariant 6: who has counted an override's whole length without a stall has ended it. */
    private void overridesEndInTime(Node node, Controller controller) {
        for (TrafficOverride override : controller.intents().overrides()) {
            Known known = new Known(controller, IntentKey.override(override.id()));
            long since = Math.max(countedSince.computeIfAbsent(known, unseen -> cluster.now()), node.fitSince());
            if (cluster.now() - since > override.lengthMillis() / Invariants.SLOWEST + 2 * Cluster.CALM_STEP_MILLIS) {
                throw new Violation(
                        "invariant 6: " + override.id() + " goes on at " + controller.id + " though its time is over");
            }
        }
    }

    /** Rule G7: what was deleted comes back by a newer edit alone. */
    private void deletionsStay(Controller controller) {
        IntentBook book = controller.book();
        if (book.equals(books.put(controller, book))) {
            return;
        }
        for (IntentKey key : book.entries().keySet()) {
            Known known = new Known(controller, key);
            coveredStays(known, book);
            IntentEntry inForce = book.inForce(key).orElseThrow();
            IntentEntry deletion = deleted.get(known);
            if (inForce.tombstone()) {
                deleted.put(known, inForce);
            } else if (deletion != null && deletion.covers(inForce)) {
                throw new Violation("invariant 6: " + key + " came back at " + controller.id + " after its deletion");
            }
        }
    }

    /** Rule G7: what was replaced counts no more, from whomever it comes once again. The ends of overrides are forgotten in time. */
    private void coveredStays(Known known, IntentBook book) {
        if (!known.key.kind().equals(IntentKey.POLICY)) {
            return;
        }
        Map<ControllerId, HybridStamp> highest = covered.computeIfAbsent(known, unseen -> new HashMap<>());
        for (IntentEntry entry : book.uncovered(known.key)) {
            HybridStamp replaced = highest.get(entry.stamp().writer());
            if (replaced != null && replaced.compareTo(entry.stamp()) >= 0) {
                throw new Violation("rule G7: " + known.key + " as " + entry.stamp() + " wrote it counts again at "
                        + known.controller.id + ", where it was replaced");
            }
        }
        for (IntentEntry entry : book.uncovered(known.key)) {
            entry.covers()
                    .forEach((writer, stamp) ->
                            highest.merge(writer, stamp, (one, other) -> one.compareTo(other) >= 0 ? one : other));
        }
    }
}
