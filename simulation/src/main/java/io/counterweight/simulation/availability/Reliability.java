package io.counterweight.simulation.availability;

/**
 * How often something breaks and how long its repair takes.
 *
 * @param available part of the time that it is up, above 0 and below 1
 */
record Reliability(double available, double meanRepairHours) {

    Reliability {
        if (!(available > 0 && available < 1) || !(meanRepairHours > 0)) {
            throw new IllegalArgumentException("available " + available + ", mean repair " + meanRepairHours + " h");
        }
    }
}
