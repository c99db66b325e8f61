package io.counterweight.engine.intent;

import io.counterweight.engine.name.EndpointName;
import java.util.Optional;

/**
 * An address that clients are given and outsiders vote on. A literal IP.
 *
 * @param port where outsiders probe it
 * @param endpoint the one endpoint behind it; empty for a virtual address in front of all of them
 */
public record PublishedAddress(String address, int port, Optional<EndpointName> endpoint) {}
