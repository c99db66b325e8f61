package io.counterweight.health.probe;

import java.util.Optional;

/**
 * Where connections are made from. A source address holds towards targets of its own family alone: nothing can be sent from an IPv4
 * address to an IPv6 one.
 */
public record Source(Optional<String> address) {

    /** The address to bind to before connecting to this one; both literal. Empty leaves the choice to the system. */
    public Optional<String> towards(String target) {
        return address.filter(own -> six(own) == six(target));
    }

    private static boolean six(String address) {
        return address.indexOf(':') >= 0;
    }
}
