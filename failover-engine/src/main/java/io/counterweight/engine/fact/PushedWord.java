package io.counterweight.engine.fact;

import java.util.OptionalDouble;

/**
 * What an application says of itself by a pushed signal that is still alive.
 *
 * @param capacity share of its capacity that it offers in this datacenter, 0 to 1; 0 means that it is failing
 * @param reason the application's own words
 * @param sequence the sender's sequence, by which replays are ignored
 * @param remainingMillis how long the word still lives, on the writer's monotonic clock
 * @param load what the sender carries now, in the unit of the policy's capacity; empty where it says nothing of that
 * @param errors the part of its requests that fail, 0 to 1; empty where it says nothing of that
 * @param lagSeconds how far its data is behind what the other datacenters wrote; empty where it says nothing of that
 */
public record PushedWord(
        double capacity,
        String reason,
        long sequence,
        long remainingMillis,
        OptionalDouble load,
        OptionalDouble errors,
        OptionalDouble lagSeconds) {

    public PushedWord {
        if (!(capacity >= 0 && capacity <= 1)) {
            throw new IllegalArgumentException("capacity " + capacity + " is outside 0..1");
        }
    }

    /** A word without measures. */
    public PushedWord(double capacity, String reason, long sequence, long remainingMillis) {
        this(
                capacity,
                reason,
                sequence,
                remainingMillis,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    public boolean failing() {
        return capacity == 0;
    }
}
