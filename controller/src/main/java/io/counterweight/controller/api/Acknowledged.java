package io.counterweight.controller.api;

import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;

/**
 * The answer to a write (rule G8).
 *
 * @param state {@code done} once a second datacenter holds it, else {@code accepted}: it is on this controller's disk and on its way
 * @param holders the sites that hold it
 * @param version its entity tag, for the next change
 */
public record Acknowledged(String key, String state, SortedSet<Site> holders, String version, String author) {
    static Acknowledged of(IntentEntry entry, SortedSet<Site> holders, boolean enough) {
        return new Acknowledged(
                entry.key().toString(),
                enough ? "done" : "accepted",
                holders,
                entry.stamp().toString(),
                entry.author());
    }
}
