package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.Site;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

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
        IntentStore store = controller.store();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean enough = enough(store, entry);
        try {
            while (!enough && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                enough = enough(store, entry);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Response.status(enough ? doneStatus : 202)
                .header("ETag", Policies.tag(entry))
                .entity(Acknowledged.of(entry, store.holders(entry), enough))
                .build();
    }

    /** Two sites hold it, or the only one there is. */
    private static boolean enough(IntentStore store, IntentEntry entry) {
        Topology topology = store.intents().topology();
        SortedSet<Site> holders = store.holders(entry);
        return holders.size() >= Math.min(2, topology.sites().size());
    }
}
