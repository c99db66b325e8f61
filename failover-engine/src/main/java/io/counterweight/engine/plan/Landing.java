package io.counterweight.engine.plan;

import io.counterweight.engine.name.Site;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the weights amount to, in the unit of the load, beside what each datacenter can carry (rule W2).
 *
 * @param demand what all clients ask for, frozen at the incident
 * @param capacities the most that each can carry
 * @param loads what each gets by the weights
 * @param shed what is turned away
 */
public record Landing(double demand, SortedMap<Site, Double> capacities, SortedMap<Site, Double> loads, double shed) {

    private static final double TINY = 1e-3;

    public Landing {
        capacities = Collections.unmodifiableSortedMap(new TreeMap<>(capacities));
        loads = Collections.unmodifiableSortedMap(new TreeMap<>(loads));
    }

    /** Of these weights; nothing where nothing binds. */
    static Landing of(List<Candidate> candidates, SortedMap<Site, Integer> weights, Shed shed) {
        SortedMap<Site, Double> capacities = new TreeMap<>();
        SortedMap<Site, Double> loads = new TreeMap<>();
        double demand = 0;
        for (Candidate each : candidates) {
            if (each.room().binds()) {
                demand = each.room().demand();
                capacities.put(each.datacenter(), each.room().capacity());
                loads.put(
                        each.datacenter(),
                        demand * (1 - shed.share()) * weights.getOrDefault(each.datacenter(), 0) / ServicePlan.WHOLE);
            }
        }
        return new Landing(demand, capacities, loads, demand * shed.share());
    }

    public static Landing none() {
        return new Landing(0, new TreeMap<>(), new TreeMap<>(), 0);
    }

    /** Whoever gets more than it can carry, by more than the rounding of weights. */
    public SortedMap<Site, Double> over() {
        SortedMap<Site, Double> over = new TreeMap<>();
        loads.forEach((site, load) -> {
            double capacity = capacities.getOrDefault(site, Double.POSITIVE_INFINITY);
            if (load > capacity + demand * TINY) {
                over.put(site, load - capacity);
            }
        });
        return over;
    }

    /** An amount for people: three digits say enough. */
    public static String words(double amount) {
        return amount >= 100
                ? Long.toString(Math.round(amount))
                : BigDecimal.valueOf(amount)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
