package io.counterweight.controller.intent;

import io.counterweight.engine.dependency.DependencyGraph;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The services that a policy needs: read, and checked against the policies in force (rule W5). */
public final class Needs {
    private static final String FIELD = "needs";
    private static final int MOST = 16;

    private Needs() {}

    static SortedSet<ServiceName> read(String service, Fields fields) {
        SortedSet<ServiceName> needs = new TreeSet<>();
        for (String text : fields.texts(FIELD)) {
            if (text.equals(service)) {
                throw new InvalidIntent(FIELD, "names '" + service + "' itself: take it out");
            }
            needs.add(Fields.name(FIELD, text, ServiceName::of));
        }
        if (needs.size() > MOST) {
            throw new InvalidIntent(
                    FIELD,
                    "names " + needs.size() + " services, " + MOST
                            + " at most: name those that this one calls itself, theirs follow");
        }
        return needs;
    }

    /**
     * Refuses a policy whose needs lead back to it. A need without a policy is taken: it may be written later, and an alarm stands
     * until it is.
     *
     * @param others the policies in force
     */
    public static void refuseCycle(Policy policy, SortedMap<ServiceName, Policy> others) {
        SortedMap<ServiceName, Policy> all = new TreeMap<>(others);
        all.put(policy.service(), policy);
        DependencyGraph.of(all).cycleThrough(policy.service()).ifPresent(cycle -> {
            throw new InvalidIntent(
                    FIELD,
                    "closes a circle, in which none could leave before the other: "
                            + cycle.stream().map(ServiceName::toString).collect(Collectors.joining(" needs "))
                            + "; take one of these needs out");
        });
    }
}
