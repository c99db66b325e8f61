package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;

/** Refuses the order that could change nothing: whoever gave it would believe that it did. */
final class VainOrders {
    private VainOrders() {}

    /**
     * Refuses it by the policy of the service that it names; an order on every service concerns those that it fits.
     *
     * @param json as the caller wrote it
     */
    static void refuse(TrafficOverride override, JsonNode json, SortedMap<ServiceName, Policy> policies) {
        override.service().ifPresent(service -> {
            Policy policy = policies.get(service);
            if (policy == null) {
                throw new InvalidIntent(
                        "service", "'" + service + "' has no policy: leave it out to mean every service");
            }
            switch (override.action()) {
                case Action.Drain drain -> refuseElsewhere(drain.datacenter(), policy);
                case Action.Promote promote -> refusePromotion(promote, policy);
                case Action.Release release -> refuseBound(release, json, policy);
                case Action.Evacuate evacuate -> {} // names no service
                case Action.Pin pin -> {} // the plan says what of it cannot be
                case Action.Hold hold -> {} // of what is there
            }
        });
    }

    private static void refusePromotion(Action.Promote promote, Policy policy) {
        if (!policy.exclusive()) {
            throw new InvalidIntent(
                    "action",
                    "'promote' is for services of mode exclusive, which " + policy.service()
                            + " is not: use drain or pin");
        }
        refuseElsewhere(promote.datacenter(), policy);
    }

    private static void refuseElsewhere(Site datacenter, Policy policy) {
        if (!policy.datacenters().containsKey(datacenter)) {
            throw new InvalidIntent(
                    "datacenter",
                    "'" + datacenter + "' is none of " + policy.service() + ", which is in "
                            + policy.datacenters().keySet() + ": name one of these");
        }
    }

    /** Only where people release each part of the way does a release say how far. */
    private static void refuseBound(Action.Release release, JsonNode json, Policy policy) {
        if (json.hasNonNull("upTo") && policy.shifting().failback() != Failback.MANUAL) {
            throw new InvalidIntent(
                    "upTo",
                    release.upTo() + " is for services whose shifting.failback is manual, which that of "
                            + policy.service() + " is not: leave it out, or change that");
        }
    }
}
