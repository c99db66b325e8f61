package io.counterweight.controller.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The answer to a write (rule G8).
 *
 * @param state {@code done} once a second datacenter holds it, else {@code accepted}: it is on this controller's disk and on its way
 * @param holders the sites that hold it
 * @param version its entity tag, for the next change
 * @param refused of an order: what safety rules refuse of it now, by service, in words
 */
public record Acknowledged(
        String key,
        String state,
        SortedSet<Site> holders,
        String version,
        String author,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<ServiceName, String> refused) {
    static Acknowledged of(
            IntentEntry entry, SortedSet<Site> holders, boolean enough, SortedMap<ServiceName, String> refused) {
        return new Acknowledged(
                entry.key().toString(),
                enough ? "done" : "accepted",
                holders,
                entry.stamp().toString(),
                entry.author(),
                refused);
    }
}
