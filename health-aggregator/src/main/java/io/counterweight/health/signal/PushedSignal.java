package io.counterweight.health.signal;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One statement that was pushed, checked for form.
 *
 * @param sender the instance or monitor that speaks; one sender's later statement replaces its earlier one
 * @param capacity share of the service's capacity in this datacenter, 0 to 1; 0 means failing
 * @param load what this sender carries of the service now, in the unit of the policy's capacity; empty where it says nothing of that
 * @param errors the part of this sender's requests that fail, 0 to 1; empty where it says nothing of that
 * @param lagSeconds how far this sender's data is behind; empty where it says nothing of that
 * @param ttlMillis how long the statement lives; after that it is no statement at all
 */
public record PushedSignal(
        ServiceName service,
        Site datacenter,
        String sender,
        double capacity,
        OptionalDouble load,
        OptionalDouble errors,
        OptionalDouble lagSeconds,
        String reason,
        long ttlMillis,
        Order order) {

    /** A statement without measures. */
    public PushedSignal(
            ServiceName service,
            Site datacenter,
            String sender,
            double capacity,
            String reason,
            long ttlMillis,
            Order order) {
        this(
                service,
                datacenter,
                sender,
                capacity,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                reason,
                ttlMillis,
                order);
    }

    /**
     * What tells a sender's later statement from its earlier ones.
     *
     * @param sequence rises with every statement of one sender
     * @param bySender whether the sender counts; if not, the receiver's wall clock stands here and arrival decides, so that a clock
     *     which was set back silences nobody
     * @param event the id of the event that carried it: the same id again is the same event
     */
    public record Order(long sequence, boolean bySender, Optional<String> event) {}
}
