package io.counterweight.engine;

import io.counterweight.engine.dependency.DependencyGraph;
import io.counterweight.engine.dependency.Ties;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a person should look at where services need one another (rule W5). */
final class DependencyAlarms {
    private static final String RULE = "W5";

    private DependencyAlarms() {}

    static void raise(Alarms alarms, Inputs inputs, Ties ties) {
        inputs.intents().policies().values().stream()
                .filter(policy -> !policy.needs().isEmpty())
                .forEach(policy -> unknown(alarms, policy, inputs));
        ties.graph().groups().stream().filter(DependencyGraph::cyclic).forEach(group -> cycle(alarms, group));
        ties.staying()
                .forEach((place, why) -> alarms.raise(
                        "callee-down",
                        place.toString(),
                        RULE,
                        "stays though it " + why + "; no other datacenter could serve it better",
                        "Repair what it needs, in any of its datacenters."));
    }

    private static void unknown(Alarms alarms, Policy policy, Inputs inputs) {
        SortedSet<ServiceName> unknown = new TreeSet<>(policy.needs());
        unknown.removeAll(inputs.intents().policies().keySet());
        unknown.removeAll(inputs.intents().unreadable());
        if (!unknown.isEmpty()) {
            alarms.raise(
                    "unknown-need",
                    policy.service().toString(),
                    RULE,
                    "needs " + joined(unknown) + ", which has no policy: that need moves nothing",
                    "Write the policy that is missing, or correct needs.");
        }
    }

    private static void cycle(Alarms alarms, SortedSet<ServiceName> group) {
        alarms.raise(
                "dependency-cycle",
                group.first().toString(),
                RULE,
                joined(group) + " need one another in a circle, which a merge has made: they move as one group",
                "Take one need out of one of their policies.");
    }

    private static String joined(SortedSet<ServiceName> services) {
        return services.stream().map(ServiceName::toString).collect(Collectors.joining(", "));
    }
}
