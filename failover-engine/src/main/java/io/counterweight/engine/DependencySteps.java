package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a decision record says of the services that one service needs (rule W5). */
final class DependencySteps {
    private static final String RULE = "W5";

    private DependencySteps() {}

    static List<Step> of(Policy policy, Basis basis) {
        List<Step> steps = new ArrayList<>();
        for (Site site : policy.datacenters().keySet()) {
            Placement place = new Placement(policy.service(), site);
            Optional.ofNullable(basis.ties().staying().get(place))
                    .ifPresent(why -> steps.add(new Step(
                            RULE, site + " keeps it though it " + why + "; nowhere else is it better off", false)));
            waitsFor(place, basis)
                    .ifPresent(callee -> steps.add(new Step(
                            RULE, "its return to " + site + " waits for " + callee + ", which returns first", false)));
        }
        return steps;
    }

    /** The callee that keeps a return from beginning. */
    private static Optional<ServiceName> waitsFor(Placement place, Basis basis) {
        Ceiling own = basis.stated(place);
        boolean couldReturn = own.phase() == Ceiling.Phase.WAITING
                && basis.conclusion(place)
                        .filter(conclusion -> conclusion.condition() instanceof Condition.Healthy
                                || conclusion.condition() instanceof Condition.Degraded)
                        .isPresent();
        return basis.returnsAfter(place).stream()
                .filter(callee -> couldReturn)
                .filter(callee -> {
                    Ceiling theirs = basis.stated(new Placement(callee, place.datacenter()));
                    return theirs.phase() != Ceiling.Phase.OPEN && theirs.share() <= own.share();
                })
                .findFirst();
    }
}
