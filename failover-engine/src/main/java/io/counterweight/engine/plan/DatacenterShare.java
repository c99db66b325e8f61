package io.counterweight.engine.plan;

import io.counterweight.engine.name.Site;
import java.util.List;

/**
 * One datacenter's part of a service's plan.
 *
 * @param weight parts of {@link ServicePlan#WHOLE}; 0 means that no client is sent there
 * @param addresses published addresses to give to clients, literal IPv4 or IPv6, in a fixed order; never empty where the weight is
 *     above 0
 */
public record DatacenterShare(Site datacenter, int weight, List<String> addresses) {

    public DatacenterShare {
        addresses = List.copyOf(addresses);
        if (weight < 0 || weight > ServicePlan.WHOLE) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of " + datacenter + " is outside 0.." + ServicePlan.WHOLE);
        }
        if (weight > 0 && addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of " + datacenter + " has no address to answer with");
        }
    }
}
