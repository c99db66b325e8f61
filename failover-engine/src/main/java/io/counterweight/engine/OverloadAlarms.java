package io.counterweight.engine;

import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.Landing;
import java.util.SortedMap;

/** Whoever carries, or is sent, more than it can (rule W2). */
final class OverloadAlarms {

    static final String NAME = "overloaded";

    /** An alarm that stands ends once the load has fallen below this part of the capacity: it must not come and go with each request. */
    private static final double CLEARED = 0.9;

    private OverloadAlarms() {}

    static void raise(Alarms alarms, Basis basis, SortedMap<ServiceName, Policy> policies, Planning.Outcome outcome) {
        policies.forEach((service, policy) -> policy.datacenters().forEach((site, here) -> here.capacity()
                .ifPresent(capacity -> measured(alarms, basis, new Placement(service, site), capacity))));
        outcome.records().forEach((service, record) -> shed(alarms, service, record.landing()));
        outcome.records().forEach((service, record) -> record.landing().over().forEach((site, over) -> {
            Landing landing = record.landing();
            raise(
                    alarms,
                    new Placement(service, site),
                    "its weight sends it " + Landing.words(landing.loads().getOrDefault(site, 0.0)) + " of the "
                            + Landing.words(landing.demand()) + " that clients ask for, and it can carry "
                            + Landing.words(landing.capacities().getOrDefault(site, 0.0)) + ": "
                            + Landing.words(over) + " too many");
        }));
    }

    private static void shed(Alarms alarms, ServiceName service, Landing landing) {
        if (landing.shed() > 0) {
            alarms.raise(
                    "shedding",
                    service.toString(),
                    "W2",
                    Landing.words(landing.shed()) + " of the " + Landing.words(landing.demand())
                            + " that clients ask for are turned away: nobody has room for them",
                    "Bring back what is out, or add capacity and say so in the policy.");
        }
    }

    private static void measured(Alarms alarms, Basis basis, Placement place, double capacity) {
        double bound = alarms.stood(NAME, place.toString()) ? capacity * CLEARED : capacity;
        Traffic.load(basis.evidence(), place).ifPresent(load -> {
            if (load > bound) {
                raise(
                        alarms,
                        place,
                        "it carries " + Landing.words(load) + ", and can carry " + Landing.words(capacity));
            }
        });
    }

    private static void raise(Alarms alarms, Placement place, String reason) {
        alarms.raise(
                NAME,
                place.toString(),
                "W2",
                reason,
                "Add capacity there and say so in the policy, shed load before it, bring back what is out, or change the pin or"
                        + " the drain.");
    }
}
