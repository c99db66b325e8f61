package io.counterweight.dns;

import io.counterweight.engine.exclusive.ExclusiveState.Grant;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What may be answered of exclusive services, and until when (rule E7). It is looked at for each answer: a process that has stood still
 * answers nothing from an old right, even before anything else of it has run. Any thread; looking makes no object.
 */
final class Leases {

    private final LongSupplier clock;
    private volatile Map<ServiceName, Grant> grants = Map.of();

    /** {@code clock}: milliseconds, the same clock that the grants' ends are on; it runs while the machine is suspended. */
    Leases(LongSupplier clock) {
        this.clock = clock;
    }

    void grant(Map<ServiceName, Grant> given) {
        grants = Map.copyOf(given);
    }

    boolean hold(ServiceName service, Site datacenter) {
        Grant grant = grants.get(service);
        return grant != null && grant.datacenter().equals(datacenter) && clock.getAsLong() < grant.untilMillis();
    }
}
