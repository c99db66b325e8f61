package io.counterweight.health.signal;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;

/**
 * One statement that was pushed, checked for form.
 *
 * @param sender the instance or monitor that speaks; one sender's later statement replaces its earlier one
 * @param capacity share of the service's capacity in this datacenter, 0 to 1; 0 means failing
 * @param ttlMillis how long the statement lives; after that it is no statement at all
 * @param sequence rises with every statement of one sender; an older or equal one is ignored
 */
public record PushedSignal(
        ServiceName service,
        Site datacenter,
        String sender,
        double capacity,
        String reason,
        long ttlMillis,
        long sequence) {}
