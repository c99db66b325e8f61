package io.counterweight.engine;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.Landing;
import io.counterweight.engine.plan.Room;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.shift.Demands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spare capacity where each region has an order of its own (rules W1, W2). In calm all clients are where their order begins, so that what
 * a datacenter carries then is what its <em>own clients</em> ask for, of whatever region; that is frozen for each. Whatever of it cannot
 * stay there is displaced, and fits into what the own clients of the others leave free: each has room for the same part of all that is
 * displaced, whichever region it comes from.
 */
record HomeRooms(Policy policy, SortedMap<Site, Double> own) {

    static HomeRooms of(Policy policy, Demands<Placement> homes) {
        SortedMap<Site, Double> own = new TreeMap<>();
        policy.datacenters().keySet().forEach(site -> {
            OptionalDouble demand = homes.of(new Placement(policy.service(), site));
            demand.ifPresent(known -> own.put(site, known));
        });
        return new HomeRooms(policy, own);
    }

    /** The same candidates, with the room that each has for what is displaced. */
    List<Candidate> over(List<Candidate> candidates, List<TrafficOverride> orders, double deadBand) {
        double displaced = 0;
        for (Candidate each : candidates) {
            double stays = drained(each.datacenter(), orders) ? 0 : Math.min(1, each.effective(deadBand));
            displaced += own(each.datacenter()) * (1 - stays);
        }
        List<Candidate> roomy = new ArrayList<>();
        for (Candidate each : candidates) {
            roomy.add(displaced > 0 ? each.withRoom(room(each, displaced)) : each);
        }
        return roomy;
    }

    private Room room(Candidate each, double displaced) {
        double offered = each.offered() > 0 && !(each.condition() instanceof Condition.Hold) ? each.offered() : 1;
        return new Room(Math.max(0, capacity(each.datacenter()) * offered - own(each.datacenter())), displaced);
    }

    /** What the weights amount to: everybody's own clients are spread as the regions are whose orders begin there. */
    Landing landing(SortedMap<Site, Integer> otherwise, SortedMap<Region, SortedMap<Site, Integer>> regions) {
        SortedMap<Site, Double> loads = new TreeMap<>();
        SortedMap<Site, Double> capacities = new TreeMap<>();
        policy.datacenters().keySet().forEach(site -> {
            loads.put(site, 0.0);
            capacities.put(site, capacity(site));
        });
        own.forEach((home, demand) -> {
            List<SortedMap<Site, Integer>> spread = spread(home, otherwise, regions);
            spread.forEach(weights -> weights.forEach((site, weight) ->
                    loads.merge(site, demand * weight / ServicePlan.WHOLE / spread.size(), Double::sum)));
        });
        double demand = own.values().stream().mapToDouble(Double::doubleValue).sum();
        return demand > 0 ? new Landing(demand, capacities, loads, 0) : Landing.none();
    }

    private List<SortedMap<Site, Integer>> spread(
            Site home, SortedMap<Site, Integer> otherwise, SortedMap<Region, SortedMap<Site, Integer>> regions) {
        List<SortedMap<Site, Integer>> spread = new ArrayList<>();
        regions.forEach((region, weights) -> {
            if (policy.nearest().orders().getOrDefault(region, List.of()).stream()
                    .findFirst()
                    .filter(home::equals)
                    .isPresent()) {
                spread.add(weights);
            }
        });
        boolean firstOfAll = policy.datacenters().entrySet().stream()
                .min(Comparator.<Map.Entry<Site, DatacenterPolicy>>comparingInt(
                                each -> each.getValue().priority())
                        .thenComparing(Map.Entry::getKey))
                .filter(first -> first.getKey().equals(home))
                .isPresent();
        if (firstOfAll || spread.isEmpty()) {
            spread.add(otherwise);
        }
        return spread;
    }

    private static boolean drained(Site site, List<TrafficOverride> orders) {
        return orders.stream()
                .anyMatch(order -> order.action() instanceof Action.Drain drain
                        && drain.datacenter().equals(site));
    }

    private double own(Site site) {
        return own.getOrDefault(site, 0.0);
    }

    private double capacity(Site site) {
        return policy.capacity(site).orElse(Double.POSITIVE_INFINITY);
    }
}
