package io.counterweight.engine.plan;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.name.EndpointName;
import java.util.List;
import java.util.SortedMap;

/** Which published addresses clients are given (rule E1). */
public final class Addresses {

    private Addresses() {}

    /** All of them but those known dead from inside; all, when every one is. */
    public static List<String> living(DatacenterPolicy policy, SortedMap<EndpointName, EndpointVerdict> verdicts) {
        List<String> living = policy.published().stream()
                .filter(address -> !dead(address, verdicts))
                .map(PublishedAddress::address)
                .distinct()
                .toList();
        return living.isEmpty()
                ? policy.published().stream()
                        .map(PublishedAddress::address)
                        .distinct()
                        .toList()
                : living;
    }

    private static boolean dead(PublishedAddress address, SortedMap<EndpointName, EndpointVerdict> verdicts) {
        return address.endpoint()
                .map(verdicts::get)
                .map(verdict -> verdict.state() == State.FAILING)
                .orElse(false);
    }
}
