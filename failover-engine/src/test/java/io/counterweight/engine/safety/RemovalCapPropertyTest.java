package io.counterweight.engine.safety;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.ServicePlanner;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Invariant 8: automation removes no more of what serves than its rules allow, whatever the signals say. */
@Rule("W4")
class RemovalCapPropertyTest {

    private static final List<String> SITES = List.of("east", "north", "south", "west");

    private static Policy policy(Safety safety) {
        Policies policies = Policies.weighted("shop");
        for (String site : SITES) {
            policies = policies.in(site, 1, site + "1");
        }
        return policies.safety(safety).build();
    }

    private static List<Candidate> candidates(Policy policy, Random random) {
        List<Candidate> candidates = new ArrayList<>();
        for (String name : SITES) {
            Site site = Site.of(name);
            double offered = random.nextDouble(0.001, 1);
            Condition condition = random.nextInt(4) == 0 ? new Condition.Lost() : new Condition.Degraded(offered);
            candidates.add(new Candidate(site, policy.share(site), 1, condition, offered, 1));
        }
        return candidates;
    }

    @Test
    void theMostThatIsRemovedIsThePoliciesShareAndTheLeastThatServesKeepsAWeight() {
        Seeded.cases(500, random -> {
            Safety safety = new Safety(1 + random.nextInt(4), random.nextDouble(), 4, Duration.ofMinutes(10));
            Policy policy = policy(safety);
            List<Candidate> before = candidates(policy, random);

            double removed = RemovalCap.apply(before, safety, step -> {}).stream()
                    .filter(each -> !each.condition().bad())
                    .mapToDouble(each -> each.policyShare() * (1 - each.offered()))
                    .sum();
            assertTrue(removed <= safety.maxRemoved() + 1e-6, removed + " of " + safety + ", " + before);

            long serving =
                    before.stream().filter(each -> !each.condition().bad()).count();
            if (serving > 0) {
                SortedMap<Site, Integer> weights = ServicePlanner.plan(policy, before, List.of(), 0.1)
                        .weights()
                        .orElseThrow();
                for (Candidate each : before) {
                    boolean weighs = weights.getOrDefault(each.datacenter(), 0) > 0;
                    assertTrue(!each.condition().bad() || !weighs, each + " is lost and weighs: " + weights);
                }
                long weighing =
                        weights.values().stream().filter(weight -> weight > 0).count();
                assertTrue(weighing >= Math.min(serving, safety.minServing()), weights + " of " + safety);
            }
        });
    }
}
