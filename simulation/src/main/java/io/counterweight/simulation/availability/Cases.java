package io.counterweight.simulation.availability;

import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cases that docs/availability.md shows: one service, half of its users in each of two datacenters, the product's defaults. */
final class Cases {

    /** Half of all outages of a datacenter last less than half an hour. */
    private static final double DATACENTER_REPAIR_HOURS = 1;

    private static final double SHARED_PART = 0.1;
    private static final Reliability APPLICATION = new Reliability(0.999, 0.25);
    private static final SortedSet<Site> DATACENTERS = new TreeSet<>(List.of(Site.of("east"), Site.of("west")));
    private static final Topology WITH_WITNESS =
            new Topology(0, DATACENTERS, new TreeSet<>(List.of(Site.of("witness"))));
    private static final Topology ALONE = new Topology(0, DATACENTERS, new TreeSet<>());
    private static final long DETECTION_MILLIS = 750;
    private static final long DETECTION_ALONE_MILLIS = 5_000;
    private static final int DEFAULT_TTL_SECONDS = 20;

    private Cases() {}

    static List<Case> all() {
        return List.of(
                dns("99 % each, independent", 0.99),
                dns("99.5 % each, independent", 0.995),
                correlated("99 % each, a tenth of it at once", 0.99),
                correlated("99.5 % each, a tenth of it at once", 0.995),
                withApplications("99 % each, the application 99.9 % in each", 0.99),
                withApplications("99.5 % each, the application 99.9 % in each", 0.995),
                ttl(0.99, 5),
                ttl(0.99, 60),
                ttl(0.99, 300),
                alone("99 % each, no witness: 5 s to notice", 0.99),
                balanced("99 % each, load balancers, each datacenter can take all", 0.99, 1),
                balanced("99 % each, load balancers, 30 % headroom", 0.99, 0.65));
    }

    /** At 99 %, were it to take so many seconds to notice, and did answers live so many. */
    static Case of(double detectionSeconds, int ttlSeconds) {
        return dns("99 % each", 0.99).with(WITH_WITNESS, policy(ttlSeconds), Math.round(detectionSeconds * 1000));
    }

    private static Case dns(String name, double available) {
        return new Case(
                name,
                new Reliability(available, DATACENTER_REPAIR_HOURS),
                List.of(),
                List.of(),
                WITH_WITNESS,
                policy(DEFAULT_TTL_SECONDS),
                DETECTION_MILLIS,
                false,
                1);
    }

    private static Case correlated(String name, double available) {
        double shared = SHARED_PART * (1 - available);
        Case base = dns(name, 1 - (1 - SHARED_PART) * (1 - available));
        return base.with(List.of(new Reliability(1 - shared, DATACENTER_REPAIR_HOURS)), List.of());
    }

    private static Case withApplications(String name, double available) {
        return dns(name, available).with(List.of(), List.of(APPLICATION));
    }

    private static Case ttl(double available, int seconds) {
        return dns(Math.round(available * 100) + " % each, ttl.max " + seconds + " s", available)
                .with(WITH_WITNESS, policy(seconds), DETECTION_MILLIS);
    }

    private static Case alone(String name, double available) {
        return dns(name, available).with(ALONE, policy(DEFAULT_TTL_SECONDS), DETECTION_ALONE_MILLIS);
    }

    private static Case balanced(String name, double available, double capacity) {
        return dns(name, available).behindBalancers(capacity);
    }

    private static Policy policy(int ttlMaxSeconds) {
        SortedMap<Site, DatacenterPolicy> datacenters = new TreeMap<>();
        int block = 1;
        for (Site site : DATACENTERS) {
            EndpointName one = EndpointName.of("one");
            String address = "10." + block++ + ".0.1";
            datacenters.put(
                    site,
                    new DatacenterPolicy(
                            1,
                            1,
                            new TreeMap<>(java.util.Map.of(one, new Endpoint(one, address, 8080))),
                            List.of(new PublishedAddress(address, 8080, Optional.of(one)))));
        }
        Shifting base = Shifting.defaults();
        Duration ttlMax = Duration.ofSeconds(ttlMaxSeconds);
        return new Policy(
                ServiceName.of("shop"),
                List.of("shop"),
                Mode.WEIGHTED,
                AnswerChoice.RANDOM,
                datacenters,
                Nearest.none(),
                Check.http("/health"),
                Damping.defaults(),
                new Shifting(base.holdDown(), base.steps(), ttlMax.multipliedBy(2), Failback.AUTOMATIC),
                Safety.defaults(),
                Silence.defaults(),
                Duration.ofSeconds(5),
                ttlMax,
                new TreeSet<>(),
                false);
    }
}
