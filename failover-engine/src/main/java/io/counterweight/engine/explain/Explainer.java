package io.counterweight.engine.explain;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts a decision into plain words: what is served, since when, why, what was refused, what would change it. Pure.
 *
 * <p>To explain one thing more, add an {@link Aspect} to the list.
 */
public final class Explainer {
    private static final List<Aspect> ASPECTS = List.of(
            new Weights(),
            new Conclusions(),
            new Steps(),
            new Capacities(),
            new Alone(),
            new PeoplesOrders(),
            new Returns(),
            new Evidences(),
            new Retiring());

    /**
     * Where one controller stands.
     *
     * @param now of the decision, on the controller's monotonic clock
     */
    public record Standpoint(Decision decision, Settings settings, Facts facts, Intents intents, long now) {}

    private Explainer() {}

    /** The weights of a service by the last plan; empty where it has none. */
    public static SortedMap<Site, Integer> weights(Standpoint standpoint, ServiceName service) {
        return standpoint
                .decision()
                .plan()
                .service(service)
                .map(ServicePlan::weights)
                .orElseGet(TreeMap::new);
    }

    /** Empty where nothing is known of such a service. */
    public static Optional<Explanation> explain(
            Standpoint standpoint, ServiceName service, SortedMap<Site, Origin> origins) {
        Policy policy = standpoint.intents().policies().get(service);
        DecisionRecord record = standpoint.decision().records().get(service);
        List<Sentence> sentences = new ArrayList<>();
        if (policy != null && record != null) {
            Situation situation = new Situation(policy, standpoint, record, origins);
            ASPECTS.forEach(aspect -> aspect.of(situation).forEach(sentences::add));
        } else if (policy != null) {
            sentences.add(Sentence.of(Section.WHY, "G6", "The policy has just been written; ask again in a second."));
        }
        if (standpoint.intents().unreadable().contains(service)) {
            sentences.addAll(unreadable());
        }
        if (sentences.isEmpty()) {
            return Optional.empty();
        }
        if (sentences.stream().noneMatch(each -> each.section() == Section.CHANGES)) {
            sentences.add(calm());
        }
        return Optional.of(new Explanation(service, weights(standpoint, service), origins, sentences));
    }

    private static List<Sentence> unreadable() {
        return List.of(
                Sentence.of(
                        Section.WHY,
                        "G10",
                        "An intent on this service is written in a way that this version cannot read: it is held as it"
                                + " was."),
                Sentence.of(
                        Section.CHANGES,
                        "G10",
                        "Upgrade this controller, or write the policy again: then it is judged anew."));
    }

    private static Sentence calm() {
        return Sentence.of(
                Section.CHANGES,
                "W1",
                "Nothing is under way: a failure, a person's order or another policy would change it.");
    }
}
