package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits a moment for a second datacenter to hold what was written, and says which do. */
@ApplicationScoped
public class Writes {
    private static final long PATIENCE_MILLIS = 1_500;
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Controller controller;

    public Writes(Controller controller) {
        this.controller = controller;
    }

    Response acknowledge(IntentEntry entry, int doneStatus) {
        return answer(entry, doneStatus, wait(() -> enough(entry)), new TreeMap<>());
    }

    /** The same for an order, with what safety rules refuse of it. */
    Response order(IntentEntry entry, int doneStatus) {
        String id = entry.key().name();
        boolean enough = wait(() -> enough(entry) && decided(id));
        SortedMap<ServiceName, String> refused = controller
                .standing()
                .map(standing -> States.refused(standing, id))
                .orElseGet(TreeMap::new);
        return answer(entry, doneStatus, enough || enough(entry), refused);
    }

    private boolean decided(String override) {
        return controller
                .standing()
                .filter(standing -> standing.intents().overrides().stream()
                        .anyMatch(each -> each.id().equals(override)))
                .isPresent();
    }

    private static boolean wait(BooleanSupplier until) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean holds = until.getAsBoolean();
        try {
            while (!holds && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                holds = until.getAsBoolean();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return holds;
    }

    private Response answer(IntentEntry entry, int doneStatus, boolean enough, SortedMap<ServiceName, String> refused) {
        return Response.status(enough ? doneStatus : 202)
                .header("ETag", Versions.tag(entry))
                .entity(Acknowledged.of(entry, controller.holders().of(entry), enough, refused))
                .build();
    }

    /** Two datacenters hold it, or the only one there is: a witness's disk is no second place for what a datacenter must know. */
    private boolean enough(IntentEntry entry) {
        SortedSet<Site> datacenters = controller.store().intents().topology().datacenters();
        long holding = controller.holders().of(entry).stream()
                .filter(datacenters::contains)
                .count();
        return holding >= Math.min(2, datacenters.size());
    }
}
