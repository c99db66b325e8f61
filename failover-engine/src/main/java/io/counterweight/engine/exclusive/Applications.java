package io.counterweight.engine.exclusive;

import io.counterweight.engine.exclusive.ExclusiveState.Order;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;

/**
 * What the application of an exclusive service in the own datacenter is told (rule E7): to take over before anybody is sent there, to
 * stand down once nobody who is heard answers with it any more. A controller that has just started tells nothing before it knows better.
 */
final class Applications {

    private Applications() {}

    /**
     * The order that stands now; empty where the application is told nothing.
     *
     * @param others what those who are heard say of the service
     */
    static Optional<Order> order(
            Policy policy, Site home, Tenure tenure, List<Stance> others, Optional<Order> before, long now) {
        return Optional.ofNullable(policy.datacenters().get(home))
                .flatMap(DatacenterPolicy::hook)
                .flatMap(hook -> role(home, tenure, others, before.map(Order::role))
                        .map(role -> new Order(
                                role,
                                hook,
                                before.filter(known -> known.role() == role)
                                        .map(Order::sinceMillis)
                                        .orElse(now))));
    }

    private static Optional<Role> role(Site home, Tenure tenure, List<Stance> others, Optional<Role> before) {
        boolean taking = tenure.claim()
                .filter(claim -> claim.datacenter().equals(home))
                .filter(claim -> claim.readyMillis().isPresent())
                .isPresent();
        if (taking || tenure.named().filter(home::equals).isPresent()) {
            return Optional.of(Role.ACTIVE);
        }
        boolean answeredHere =
                others.stream().anyMatch(each -> each.named().filter(home::equals).isPresent());
        if (answeredHere) {
            return before;
        }
        boolean elsewhere = tenure.named().isPresent()
                || tenure.claim()
                        .filter(claim -> !claim.datacenter().equals(home))
                        .isPresent();
        return elsewhere || before.isPresent() ? Optional.of(Role.PASSIVE) : Optional.empty();
    }
}
