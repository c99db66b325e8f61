package io.counterweight.engine.plan;

import java.util.List;

/**
 * The part of all clients that is turned away, for want of room (rule W2). The weights of a plan are those of the clients that are served:
 * they add up to the whole whatever is shed.
 *
 * @param parts of {@link ServicePlan#WHOLE}; 0 where nobody is turned away, and never all
 * @param addresses what they are given; never empty where anybody is turned away
 */
public record Shed(int parts, List<String> addresses) {

    public Shed {
        addresses = List.copyOf(addresses);
        if (parts < 0 || parts >= ServicePlan.WHOLE || parts > 0 && addresses.isEmpty()) {
            throw new IllegalArgumentException("shed " + parts + " to " + addresses + ": outside 0.."
                    + ServicePlan.WHOLE + ", or without an address");
        }
    }

    public static Shed nothing() {
        return new Shed(0, List.of());
    }

    /** The part that is turned away, 0 to 1. */
    public double share() {
        return parts / (double) ServicePlan.WHOLE;
    }
}
