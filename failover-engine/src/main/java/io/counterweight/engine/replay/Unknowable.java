package io.counterweight.engine.replay;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a replay of other policies cannot tell: facts stay as they were, though other weights would have made other facts. */
final class Unknowable {

    private Unknowable() {}

    /**
     * In words, beginning with what holds of every replay of other policies.
     *
     * @param recorded the policies of then of the services that are asked about, of those that had one
     */
    static List<String> of(Question question, SortedMap<ServiceName, Policy> recorded) {
        List<String> words = new ArrayList<>();
        if (question.policies().isEmpty()) {
            return words;
        }
        words.add("What other weights would have done is not known: the load and the health of every datacenter stay as"
                + " they were recorded, also where more or less traffic would have gone.");
        words.add(
                "The other controllers would have followed the other policies too: their ceilings, incidents and votes"
                        + " stay as they said them then.");
        question.policies()
                .forEach((service, policy) -> about(policy, Optional.ofNullable(recorded.get(service)), words));
        return words;
    }

    private static void about(Policy policy, Optional<Policy> recorded, List<String> words) {
        if (recorded.isEmpty()) {
            words.add(policy.service() + " had no policy then: nobody probed it, so that nothing is known of it.");
        } else {
            about(policy, recorded.get(), words);
        }
    }

    private static void about(Policy policy, Policy then, List<String> words) {
        ServiceName service = policy.service();
        if (!then.check().equals(policy.check()) || !then.damping().equals(policy.damping())) {
            words.add(service + ": check and damping differ, but the verdicts and votes stay those that the recorded"
                    + " policy's probes led to.");
        }
        SortedSet<Site> unseen = new TreeSet<>();
        policy.datacenters().forEach((site, place) -> {
            if (!then.datacenters().containsKey(site)
                    || !then.datacenters().get(site).endpoints().equals(place.endpoints())
                    || !then.datacenters().get(site).published().equals(place.published())) {
                unseen.add(site);
            }
        });
        if (!unseen.isEmpty()) {
            words.add(service + ": its addresses in "
                    + String.join(", ", unseen.stream().map(Site::value).toList())
                    + " are others than those that were probed then: of the new ones nothing is known.");
        }
    }
}
