package io.counterweight.engine.safety;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rule W4, checked again at the actuator: no plan, whoever made it, takes the last answer of a service that is served, or leaves
 * fewer datacenters with a weight than must keep one. An exclusive
 * service's SERVFAIL in a handover is no empty answer (rule E7). What is refused goes on as it is served; the rest of the plan is taken.
 */
public final class LastCheck {

    /**
     * What may be served.
     *
     * @param refused what was kept from the plan served before, and why, in words
     */
    public record Checked(Plan plan, List<String> refused) {
        public Checked {
            refused = List.copyOf(refused);
        }
    }

    private LastCheck() {}

    /** A service that the plan does not name any more was deleted by people, after it was retired: it goes. */
    public static Checked check(Plan served, Plan next) {
        SortedMap<ServiceName, ServicePlan> taken = new TreeMap<>(next.services());
        List<String> refused = new ArrayList<>();
        next.services().forEach((name, wanted) -> served.service(name)
                .ifPresent(held -> objection(held, wanted).ifPresent(why -> {
                    taken.put(name, held);
                    refused.add(name + ": wanted " + wanted.weights() + ", refused by " + why + "; " + held.weights()
                            + " goes on");
                })));
        return new Checked(refused.isEmpty() ? next : new Plan(next.fence(), next.policiesKnown(), taken), refused);
    }

    private static Optional<String> objection(ServicePlan held, ServicePlan wanted) {
        if (wanted.exclusive() || held.equals(wanted)) {
            return Optional.empty();
        }
        Set<Site> before = weighed(held);
        Set<Site> after = weighed(wanted);
        if (!before.isEmpty() && after.isEmpty()) {
            return Optional.of("never-empty");
        }
        long served = count(before, wanted);
        long must = Math.min(wanted.least().datacenters(), served);
        return count(after, wanted) < must
                ? Optional.of("min-serving: " + must + " of " + wanted.least().serving() + " must keep a weight")
                : Optional.empty();
    }

    private static long count(Set<Site> weighed, ServicePlan wanted) {
        return weighed.stream().filter(wanted.least().serving()::contains).count();
    }

    private static Set<Site> weighed(ServicePlan plan) {
        return plan.shares().stream()
                .filter(share -> share.weight() > 0)
                .map(DatacenterShare::datacenter)
                .collect(Collectors.toSet());
    }
}
