package io.counterweight.engine.explain;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Ballot;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Timers;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * All that an explanation of one service is made from.
 *
 * @param record why the service is served as it is, by the last decision
 * @param origins of the weights, by datacenter
 */
record Situation(
        Policy policy, Explainer.Standpoint standpoint, DecisionRecord record, SortedMap<Site, Origin> origins) {
    Decision decision() {
        return standpoint.decision();
    }

    Site home() {
        return decision().report().writer().site();
    }

    Evidence evidence() {
        return Evidence.at(
                standpoint.settings(),
                standpoint.facts(),
                decision().report(),
                standpoint.intents().topology(),
                decision().next().sites(),
                decision().next().heard(),
                standpoint.now());
    }

    Ballot ballot(Site datacenter) {
        return Ballot.on(evidence(), policy.service(), datacenter);
    }

    Optional<Conclusion> conclusion(Site datacenter) {
        return Optional.ofNullable(record.conclusions().get(datacenter));
    }

    /** Concluded well, so that its ceiling counts. */
    boolean counts(Site datacenter) {
        return conclusion(datacenter)
                .map(Conclusion::condition)
                .filter(condition -> condition instanceof Condition.Healthy
                        || condition instanceof Condition.Degraded
                        || condition instanceof Condition.Hold hold && hold.mayAdvance())
                .isPresent();
    }

    Ceiling ceiling(Site datacenter) {
        return record.ceilings().getOrDefault(datacenter, Ceiling.open());
    }

    Timers timers(Site datacenter) {
        return decision().next().timers().getOrDefault(new Placement(policy.service(), datacenter), Timers.NONE);
    }

    /** What is left of a wait that began then. */
    long left(OptionalLong since, long lengthMillis) {
        return Math.max(0, since.orElse(standpoint.now()) + lengthMillis - standpoint.now());
    }

    List<TrafficOverride> overrides() {
        return standpoint.intents().overrides().stream()
                .filter(each -> each.concerns(policy.service()))
                .toList();
    }

    long remaining(TrafficOverride override) {
        return decision().report().remainingMillis().getOrDefault(override.id(), override.lengthMillis());
    }

    boolean refused(TrafficOverride override) {
        return record.steps().stream()
                .anyMatch(step -> step.refused()
                        && step.override().filter(override.id()::equals).isPresent());
    }
}
