package io.counterweight.simulation.availability;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/** How many users were served, as a part of all users and of the time counted. */
final class Account {

    private final double capacity;
    private double served;
    private double counted;

    /** A datacenter can serve this part of all users at the same time. */
    Account(double capacity) {
        this.capacity = capacity;
    }

    void count(long millis, SortedMap<String, Double> sent, SortedSet<String> down) {
        counted += millis;
        for (Map.Entry<String, Double> each : sent.entrySet()) {
            if (!down.contains(each.getKey())) {
                served += millis * Math.min(capacity, each.getValue());
            }
        }
    }

    double unavailability() {
        return counted == 0 ? 0 : Math.max(0, 1 - served / counted);
    }
}
