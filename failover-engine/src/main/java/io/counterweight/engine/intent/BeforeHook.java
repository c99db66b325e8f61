package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a stateful application is asked before traffic moves to it (rule W3): whether it is prepared to take it.
 *
 * @param urls where it is asked, over HTTP, by datacenter; where none is named nobody is asked
 * @param deadline for how long one question waits for its answer
 */
public record BeforeHook(SortedMap<Site, String> urls, Duration deadline) {

    public BeforeHook {
        urls = Frozen.map(urls);
    }

    /** Where it is asked in a datacenter; empty where it is not. */
    public Optional<String> url(Site datacenter) {
        return Optional.ofNullable(urls.get(datacenter));
    }
}
