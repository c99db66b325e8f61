package io.counterweight.engine.fact;

/** What the application of an exclusive service is told to be in its datacenter, by the policy's hook (rule E7). */
public enum Role {
    /** It takes over. */
    ACTIVE,
    /** It stands down. */
    PASSIVE
}
