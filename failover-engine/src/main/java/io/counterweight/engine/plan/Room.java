package io.counterweight.engine.plan;

/**
 * What a datacenter can carry of a service, beside what all of its clients ask for (rule W2).
 *
 * @param capacity the most that it can carry, in the unit of the load; infinite where nothing binds
 * @param demand what all clients ask for, frozen at the incident, in the same unit; 0 where nothing binds
 */
public record Room(double capacity, double demand) {

    /** Where no capacity is declared, no demand is known, or no incident has frozen it: nothing binds. */
    public static Room unbound() {
        return new Room(Double.POSITIVE_INFINITY, 0);
    }

    public boolean binds() {
        return demand > 0 && Double.isFinite(capacity);
    }

    /** The most that it can carry, as a part of the whole; may exceed 1. */
    public double part() {
        return binds() ? capacity / demand : Double.POSITIVE_INFINITY;
    }
}
