package io.counterweight.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A datacenter with weight 0 stands by. */
@Rule("E8")
class StandbyTest {
    private static final Policy POLICY =
            Policies.weighted("shop").in("east", 1, "e1").in("west", 0, "w1").build();

    private static ServicePlanner.Planned plan(Condition standby) {
        Candidate drained = new Candidate(Site.of("east"), 1, 1, new Condition.Healthy(1), 1, 1).withDrain(true, false);
        Candidate west = new Candidate(Site.of("west"), 0, 1, standby, 1, 1);
        return ServicePlanner.plan(POLICY, List.of(drained, west), List.of(), 0.1);
    }

    private static List<String> words(ServicePlanner.Planned planned) {
        return planned.steps().stream()
                .filter(step -> step.rule().equals("E8"))
                .map(Step::text)
                .toList();
    }

    @Test
    void whatStandsByAndServesIsNotSaidToBeALastResort() {
        ServicePlanner.Planned planned = plan(new Condition.Healthy(1));

        assertEquals(
                new TreeMap<>(Map.of(Site.of("east"), 0, Site.of("west"), 1000)),
                planned.weights().orElseThrow());
        assertEquals(List.of("nothing with a weight is left: what stands by with weight 0 serves"), words(planned));
    }

    @Test
    void whatStandsByAndFailsIs() {
        List<String> words = words(plan(new Condition.Failing()));

        assertTrue(words.contains("nothing is left to serve: the best class serves, failing"), words::toString);
    }
}
