package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Least;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.Shed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small builders of plans. */
final class Plans {

    static final Duration TTL = Duration.ofSeconds(5);

    private Plans() {}

    static DatacenterShare share(String site, int weight, String... addresses) {
        return new DatacenterShare(Site.of(site), weight, List.of(addresses));
    }

    /** A service whose only host is its name, relative to the zone. */
    static ServicePlan service(String name, DatacenterShare... shares) {
        return service(name, List.of(name), AnswerChoice.RANDOM, shares);
    }

    static ServicePlan sticky(String name, DatacenterShare... shares) {
        return service(name, List.of(name), AnswerChoice.STICKY, shares);
    }

    static ServicePlan service(String name, List<String> hosts, AnswerChoice choice, DatacenterShare... shares) {
        return new ServicePlan(ServiceName.of(name), hosts, List.of(shares), TTL, choice);
    }

    /** A service in east and west, both IPv4, with the given weight of east. */
    static ServicePlan pair(String name, int east) {
        return service(name, share("east", east, "192.0.2.1"), share("west", ServicePlan.WHOLE - east, "198.51.100.1"));
    }

    /** A service in east and west that is spread by region, with the given weight of east in each. */
    static ServicePlan regional(
            String name, AnswerChoice choice, List<DatacenterShare> shares, Map<String, Integer> eastByRegion) {
        TreeMap<Region, SortedMap<Site, Integer>> regions = new TreeMap<>();
        eastByRegion.forEach((region, east) -> {
            TreeMap<Site, Integer> weights = new TreeMap<>();
            weights.put(Site.of("east"), east);
            weights.put(Site.of("west"), ServicePlan.WHOLE - east);
            regions.put(Region.of(region), weights);
        });
        return new ServicePlan(
                ServiceName.of(name),
                List.of(name),
                shares,
                TTL,
                choice,
                Least.none(),
                regions,
                false,
                Optional.empty());
    }

    /** The same, but so many thousandths of all clients are turned away to 203.0.113.250 and its sibling. */
    static ServicePlan shedding(ServicePlan service, int parts) {
        return new ServicePlan(
                service.service(),
                service.hosts(),
                service.shares(),
                service.ttl(),
                service.choice(),
                service.least(),
                service.regions(),
                service.exclusive(),
                Optional.of(new Shed(parts, List.of("203.0.113.250", "2001:db8::250"))));
    }

    static Plan plan(ServicePlan... services) {
        return plan(1, services);
    }

    static Plan plan(long sequence, ServicePlan... services) {
        TreeMap<ServiceName, ServicePlan> all = new TreeMap<>();
        for (ServicePlan each : services) {
            all.put(each.service(), each);
        }
        return new Plan(new Fence(1, sequence), true, all);
    }

    /** A service with so many IPv4 addresses, and as many of IPv6, in one datacenter. */
    static ServicePlan crowded(String name, int addresses) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            all.add("192.0.2." + i);
            all.add("2001:db8::" + Integer.toHexString(i));
        }
        return service(name, share("east", ServicePlan.WHOLE, all.toArray(String[]::new)));
    }

    /** A service that may be answered with this datacenter alone. */
    static ServicePlan exclusive(String name, String active, String address) {
        List<DatacenterShare> shares =
                List.of(share(active, ServicePlan.WHOLE, address), share("zz-other", 0, "203.0.113.9"));
        return new ServicePlan(
                ServiceName.of(name),
                List.of(name),
                shares,
                TTL,
                AnswerChoice.RANDOM,
                Least.none(),
                new TreeMap<>(),
                true,
                Optional.empty());
    }

    static final String BULKY = "bulky.with-a-name-that-is-long-enough.too-big";

    /** A service, at the host {@link #BULKY}, with so many addresses that an answer over UDP without EDNS cannot hold them. */
    static ServicePlan bulky() {
        List<String> addresses = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            addresses.add("2001:db8::" + i);
        }
        return service(
                "bulky",
                List.of(BULKY),
                AnswerChoice.RANDOM,
                share("east", ServicePlan.WHOLE, addresses.toArray(String[]::new)));
    }
}
