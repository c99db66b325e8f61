package io.counterweight.controller.intent;

import io.counterweight.engine.intent.BeforeHook;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a stateful application is asked before traffic moves to it. */
final class BeforeReader {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private BeforeReader() {}

    static Optional<BeforeHook> read(Fields shifting, Set<Site> places) {
        if (!shifting.has("before")) {
            return Optional.empty();
        }
        Fields fields = shifting.object("before").only("urls", "deadline");
        SortedMap<Site, String> urls = new TreeMap<>();
        Fields named = fields.object("urls");
        named.names().forEach(name -> {
            Site site = Fields.name(named.at(name), name, Site::of);
            if (!places.contains(site)) {
                throw new InvalidIntent(named.at(name), "is no datacenter of the policy, which has " + places);
            }
            urls.put(site, CalledUrl.HOOK.check(named.at(name), named.text(name)));
        });
        if (urls.isEmpty()) {
            throw new InvalidIntent(
                    fields.at("urls"), "names no datacenter: name where the application is asked, or leave it out");
        }
        return Optional.of(new BeforeHook(urls, fields.time("deadline", DEADLINE, SHORTEST, LONGEST)));
    }
}
