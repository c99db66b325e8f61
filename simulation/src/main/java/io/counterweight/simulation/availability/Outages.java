package io.counterweight.simulation.availability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A year of outages. Each subject is an alternating renewal process: the time between repairs and failures is exponential, repairs are
 * lognormal, as Schroeder and Gibson found for the machines of large installations (A large-scale study of failures in
 * high-performance computing systems, DSN 2006). Lengths are rounded to the simulation's step.
 */
final class Outages {

    /** The spread of repairs: a median of half the mean, one in a hundred more than seven times the mean. */
    private static final double SIGMA = 1.2;

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final Random random;
    private final long stepMillis;
    private final long horizonMillis;
    private final List<Outage> all = new ArrayList<>();

    Outages(Random random, long stepMillis, long horizonMillis) {
        this.random = random;
        this.stepMillis = stepMillis;
        this.horizonMillis = horizonMillis;
    }

    /** Adds outages of one subject, so many that it is available for this part of the time. */
    Outages of(String datacenter, boolean whole, Reliability reliability) {
        double clock = up(reliability);
        while (clock < horizonMillis) {
            double end = clock + repair(reliability);
            add(datacenter, whole, clock, end);
            clock = end + up(reliability);
        }
        return this;
    }

    /** Adds outages that take all these datacenters at once, each with a repair of its own. */
    Outages ofAllAtOnce(List<String> datacenters, Reliability reliability) {
        double clock = up(reliability);
        while (clock < horizonMillis) {
            double last = clock;
            for (String datacenter : datacenters) {
                double end = clock + repair(reliability);
                add(datacenter, true, clock, end);
                last = Math.max(last, end);
            }
            clock = last + up(reliability);
        }
        return this;
    }

    /** All of them, in the order of their beginning. */
    List<Outage> all() {
        return all.stream().sorted(Comparator.comparingLong(Outage::fromMillis)).toList();
    }

    private void add(String datacenter, boolean whole, double from, double to) {
        long begin = rounded(from);
        long end = Math.min(horizonMillis, Math.max(begin + stepMillis, rounded(to)));
        if (begin < end) {
            all.add(new Outage(datacenter, whole, begin, end));
        }
    }

    private double up(Reliability reliability) {
        double mean = reliability.meanRepairHours()
                * MILLIS_PER_HOUR
                * reliability.available()
                / (1 - reliability.available());
        return -Math.log(1 - random.nextDouble()) * mean;
    }

    private double repair(Reliability reliability) {
        double median = reliability.meanRepairHours() * MILLIS_PER_HOUR * Math.exp(-SIGMA * SIGMA / 2);
        return median * Math.exp(SIGMA * random.nextGaussian());
    }

    private long rounded(double millis) {
        return Math.round(millis / stepMillis) * stepMillis;
    }
}
