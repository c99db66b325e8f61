package io.counterweight.simulation.availability;

/**
 * One outage of one datacenter, or of the service in it, in milliseconds of the year.
 *
 * @param datacenter which is down, or whose service is
 * @param whole whether the datacenter is down with its controllers; else only the service there
 */
record Outage(String datacenter, boolean whole, long fromMillis, long toMillis) {

    boolean covers(long millis) {
        return fromMillis <= millis && millis < toMillis;
    }
}
