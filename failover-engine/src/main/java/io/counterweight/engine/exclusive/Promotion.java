package io.counterweight.engine.exclusive;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;

/**
 * A person's word that an exclusive service belongs in this datacenter (rule E7): it stands against whoever is not heard, and in place
 * of a lease.
 *
 * @param spokenNow it was heard in this life of the controller, without a long stall since: a later word may be out there otherwise
 */
record Promotion(TrafficOverride override, Site datacenter, boolean spokenNow) {

    /** The latest that concerns a service and names one of these datacenters. */
    static Optional<Promotion> of(List<TrafficOverride> orders, List<Site> datacenters, ExclusiveState before) {
        Optional<Promotion> latest = Optional.empty();
        for (TrafficOverride each : orders) {
            if (each.action() instanceof Action.Promote promote && datacenters.contains(promote.datacenter())) {
                latest = Optional.of(new Promotion(
                        each, promote.datacenter(), !before.spokenBefore().contains(each.id())));
            }
        }
        return latest;
    }

    Step step() {
        return new Step(
                "E7",
                override.owner() + " promotes " + datacenter + ": " + override.reason(),
                false,
                Optional.of(override.id()));
    }
}
