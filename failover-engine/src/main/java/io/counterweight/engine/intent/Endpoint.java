package io.counterweight.engine.intent;

import io.counterweight.engine.name.EndpointName;

/** One address of a service inside a datacenter, probed from there. The address is a literal IP. */
public record Endpoint(EndpointName name, String address, int port) {}
