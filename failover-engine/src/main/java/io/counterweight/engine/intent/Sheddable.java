package io.counterweight.engine.intent;

import java.util.List;

/**
 * That clients of a service may be turned away where those that serve cannot carry all of them (rule W2).
 *
 * @param addresses what the clients that are turned away are given, literal IPv4 or IPv6: something that says so cheaply
 * @param most the largest part of all clients that may be turned away, above 0, at most {@link #MOST}
 */
public record Sheddable(List<String> addresses, double most) {

    /** Whoever turned more away would serve hardly anybody. */
    public static final double MOST = 0.9;

    public Sheddable {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || !(most > 0 && most <= MOST)) {
            throw new IllegalArgumentException("sheddable " + addresses + ", " + most + ": outside 0.." + MOST
                    + ", or without an address to turn clients away with");
        }
    }
}
