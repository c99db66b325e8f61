package io.counterweight.engine.intent;

/** How a datacenter comes back after an incident. */
public enum Failback {
    /** By itself. */
    AUTOMATIC,
    /** When a person releases the incident: then all the way. What an order lowered returns by itself. */
    LATCHED,
    /** As far as a person releases it, after an order too. */
    MANUAL
}
