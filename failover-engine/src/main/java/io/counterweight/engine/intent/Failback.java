package io.counterweight.engine.intent;

/** How a datacenter comes back after an incident: by itself, or when a person releases the incident. */
public enum Failback {
    AUTOMATIC,
    LATCHED
}
