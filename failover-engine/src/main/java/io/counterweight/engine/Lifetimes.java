package io.counterweight.engine;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import java.time.Duration;
import java.util.SortedMap;

/** How long clients may keep an answer: short while it may soon be another one (section 5, damping). */
final class Lifetimes {

    private Lifetimes() {}

    /**
     * Short while anything of the service is in doubt, held down or ramping, or an override is about to end.
     *
     * @param remainingMillis what is left of every override, by id
     */
    static Duration ttl(Policy policy, Basis basis, SortedMap<String, Long> remainingMillis) {
        boolean calm = policy.datacenters().keySet().stream()
                .allMatch(site -> calm(basis, new Placement(policy.service(), site)));
        boolean overrideEnds = basis.overrides().stream()
                .filter(each -> each.concerns(policy.service()))
                .anyMatch(each -> remainingMillis.getOrDefault(each.id(), Long.MAX_VALUE)
                        <= policy.ttlMax().toMillis());
        return calm && !overrideEnds ? policy.ttlMax() : policy.ttlMin();
    }

    private static boolean calm(Basis basis, Placement place) {
        boolean healthy = basis.conclusion(place)
                .filter(conclusion -> conclusion.condition() instanceof Condition.Healthy)
                .isPresent();
        return healthy
                && switch (basis.stated(place).phase()) {
                    case OPEN, LATCHED, DRAINED -> true;
                    case WAITING, HOLDING_DOWN, SOAKING, ABORTED -> false;
                };
    }
}
