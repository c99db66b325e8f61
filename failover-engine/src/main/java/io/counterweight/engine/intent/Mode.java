package io.counterweight.engine.intent;

/** How a service is spread: by weights over all datacenters, or to the first in order that serves. */
public enum Mode {
    WEIGHTED,
    PRIORITY
}
