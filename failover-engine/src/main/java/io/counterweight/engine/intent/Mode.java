package io.counterweight.engine.intent;

/** How a service is spread: by weights over all datacenters, or to the first that serves, in one order or in each region's. */
public enum Mode {
    WEIGHTED,
    PRIORITY,
    NEAREST,
    /** One datacenter at a time, in one order; two never (rule E7). */
    EXCLUSIVE
}
