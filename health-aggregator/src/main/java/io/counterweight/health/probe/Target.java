package io.counterweight.health.probe;

import io.counterweight.engine.intent.Check;
import io.counterweight.engine.name.Placement;

/**
 * One address to ask, and how.
 *
 * @param address a literal IP
 * @param port the port that the check asks: the address's own, or the health endpoint's
 */
public record Target(Placement place, String address, int port, Check check) {

    public static Target of(Placement place, String address, int port, Check check) {
        return new Target(place, address, check.port().orElse(port), check);
    }

    /** The authority for a request: the policy's host header, or the address itself. */
    String host() {
        return check.hostHeader().orElse(address.indexOf(':') >= 0 ? "[" + address + "]" : address);
    }

    @Override
    public String toString() {
        return place + " at " + address + ":" + port;
    }
}
