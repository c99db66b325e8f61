package io.counterweight.engine.replay;

import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a replay of other policies cannot tell: facts stay as they were, though other weights would have made other facts. */
final class Unknowable {

    private Unknowable() {}

    /** In words, beginning with what holds of every replay of other policies. */
    static List<String> of(Question question, Intents recorded) {
        List<String> words = new ArrayList<>();
        if (question.policies().isEmpty()) {
            return words;
        }
        words.add("What other weights would have done is not known: the load and the health of every datacenter stay as"
                + " they were recorded, also where more or less traffic would have gone.");
        words.add(
                "The other controllers would have followed the other policies too: their ceilings, incidents and votes"
                        + " stay as they said them then.");
        question.policies().forEach((service, policy) -> about(service, policy, recorded, words));
        return words;
    }

    private static void about(ServiceName service, Policy policy, Intents recorded, List<String> words) {
        Policy then = recorded.policies().get(service);
        if (then == null) {
            words.add(service + " had no policy then: nobody probed it, so that nothing is known of its health.");
            return;
        }
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
