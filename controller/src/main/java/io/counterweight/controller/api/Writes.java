package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.engine.intent.IntentEntry;
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
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean enough = enough(entry);
        try {
            while (!enough && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                enough = enough(entry);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Response.status(enough ? doneStatus : 202)
                .header("ETag", Versions.tag(entry))
                .entity(Acknowledged.of(entry, controller.holders().of(entry), enough))
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
