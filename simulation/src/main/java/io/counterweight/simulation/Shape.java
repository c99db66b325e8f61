package io.counterweight.simulation;

import io.counterweight.engine.intent.Abort;
import io.counterweight.engine.intent.BeforeHook;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What one random world is made of. Its policies wait seconds where people would choose minutes, so that more happens in an hour.
 *
 * @param controllers as {@code site/name}
 * @param odds by which it was drawn
 */
record Shape(Topology topology, List<String> controllers, List<Policy> policies, Odds odds) {

    static final long SILENCE_MILLIS = 8_000;

    private static final long CAPACITIES = 0x6a09e667f3bcc909L;
    private static final long QUESTIONS = 0x3c6ef372fe94f82bL;
    /** Nothing in these worlds remembers anything for so long: neither flaps, shifts, voters nor the dead. */
    static final long MEMORY_MILLIS = 60_000;

    private static final List<String> SERVICES = List.of("shop", "cart", "ledger", "mail");
    private static final List<String> NAMES = List.of("a", "b", "c");

    static Shape of(RandomGenerator random, Odds odds) {
        List<String> datacenters = random.nextInt(4) == 0 ? List.of("east", "north", "west") : List.of("east", "west");
        SortedSet<Site> witnesses = new TreeSet<>();
        if (random.nextInt(datacenters.size()) == 0) {
            witnesses.add(Site.of("witness"));
        }
        SortedSet<Site> sites = new TreeSet<>();
        datacenters.forEach(each -> sites.add(Site.of(each)));
        List<Policy> policies = new ArrayList<>();
        int services = oneOf(random, odds.services());
        for (String service : SERVICES.subList(0, services)) {
            policies.add(policy(
                    random,
                    odds,
                    service,
                    datacenters,
                    needs(random, odds, SERVICES.subList(policies.size() + 1, services))));
        }
        return new Shape(
                new Topology(0, sites, witnesses),
                controllers(random, datacenters, witnesses, odds.controllers()),
                policies,
                odds);
    }

    /** What the datacenters can carry, in one world of as many as the odds say; often too little. A generator of its own, so that all else stays as it was. */
    Shape withCapacities(long seed) {
        RandomGenerator random = new SplittableRandom(seed ^ CAPACITIES);
        if (random.nextInt(odds.capacities()) != 0) {
            return this;
        }
        List<Policy> limited = new ArrayList<>();
        for (Policy policy : policies) {
            SortedMap<Site, DatacenterPolicy> datacenters = new TreeMap<>(policy.datacenters());
            datacenters.replaceAll((site, here) -> new DatacenterPolicy(
                    here.weight(),
                    here.priority(),
                    here.endpoints(),
                    here.published(),
                    OptionalDouble.of(Cluster.DEMAND * random.nextDouble(0.3, 1.5))));
            limited.add(policy.withDatacenters(datacenters));
        }
        return new Shape(topology, controllers, limited, odds);
    }

    /** In one world of four every application is asked before traffic moves to it. A generator of its own. */
    Shape withQuestions(long seed) {
        if (new SplittableRandom(seed ^ QUESTIONS).nextInt(4) != 0) {
            return this;
        }
        SortedMap<Site, String> urls = new TreeMap<>();
        topology.datacenters().forEach(site -> urls.put(site, "http://10.0.0.1:8080/prepare"));
        BeforeHook hook = new BeforeHook(urls, Duration.ofSeconds(1));
        return new Shape(
                topology,
                controllers,
                policies.stream()
                        .map(policy -> policy.withShifting(policy.shifting().asking(hook)))
                        .toList(),
                odds);
    }

    private static List<String> controllers(
            RandomGenerator random, List<String> datacenters, SortedSet<Site> witnesses, List<Integer> odds) {
        List<String> controllers = new ArrayList<>();
        for (String datacenter : datacenters) {
            NAMES.subList(0, oneOf(random, odds)).forEach(name -> controllers.add(datacenter + "/" + name));
        }
        witnesses.forEach(witness -> controllers.add(witness + "/a"));
        return controllers;
    }

    /** The policy of a service that comes and goes. */
    Policy trial(RandomGenerator random) {
        return policy(
                random,
                odds,
                "trial",
                topology.datacenters().stream().map(Site::value).toList(),
                new TreeSet<>());
    }

    /** The limits across all services: as by default, but soon forgotten. */
    DeploymentSafety deployment() {
        DeploymentSafety usual = DeploymentSafety.defaults();
        return new DeploymentSafety(usual.maxShifts(), Duration.ofSeconds(30), usual.maxAtOnce(), usual.massFailure());
    }

    /** A number from 1, the n-th with the n-th of these weights. */
    private static int oneOf(RandomGenerator random, List<Integer> weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int drawn = random.nextInt(sum);
        int number = 1;
        for (int weight : weights) {
            drawn -= weight;
            if (drawn < 0) {
                return number;
            }
            number++;
        }
        throw new IllegalArgumentException("no weights");
    }

    /** Of the services that come later, so that there is no circle. */
    private static SortedSet<ServiceName> needs(RandomGenerator random, Odds odds, List<String> later) {
        SortedSet<ServiceName> needs = new TreeSet<>();
        later.stream()
                .filter(each -> random.nextInt(odds.needs()) == 0)
                .forEach(each -> needs.add(ServiceName.of(each)));
        return needs;
    }

    private static Policy policy(
            RandomGenerator random, Odds odds, String service, List<String> datacenters, SortedSet<ServiceName> needs) {
        Mode mode = odds.modes().get(random.nextInt(odds.modes().size()));
        SortedMap<Site, DatacenterPolicy> all = new TreeMap<>();
        for (String datacenter : datacenters) {
            int block = 11 + all.size() + 10 * SERVICES.indexOf(service);
            all.put(Site.of(datacenter), datacenter(random, datacenter, block, mode, all.size() + 1));
        }
        return new Policy(
                ServiceName.of(service),
                List.of(service),
                mode,
                AnswerChoice.RANDOM,
                all,
                Nearest.none(),
                Check.http("/health"),
                damping(),
                shifting(random, odds),
                new Safety(1, 0.5, random.nextInt(4) == 0 ? 4 : 1_000, Duration.ofSeconds(20)),
                new Silence(
                        mode == Mode.EXCLUSIVE || random.nextInt(6) == 0 ? OnSilence.HOLD : OnSilence.DRAIN,
                        Duration.ofMillis(SILENCE_MILLIS),
                        Duration.ofMillis(random.nextInt(3_000))),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                needs,
                false);
    }

    private static DatacenterPolicy datacenter(
            RandomGenerator random, String datacenter, int block, Mode mode, int priority) {
        SortedMap<EndpointName, Endpoint> endpoints = new TreeMap<>();
        List<PublishedAddress> published = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 1; i <= count; i++) {
            EndpointName name = EndpointName.of(datacenter.charAt(0) + String.valueOf(i));
            String address = "10." + block + ".0." + i;
            endpoints.put(name, new Endpoint(name, address, 8080));
            published.add(new PublishedAddress(address, 8080, Optional.of(name)));
        }
        boolean balanced = random.nextInt(4) == 0;
        return new DatacenterPolicy(
                mode == Mode.WEIGHTED ? 1 + random.nextInt(3) : 1,
                mode == Mode.WEIGHTED ? 1 : priority,
                endpoints,
                balanced ? List.of(new PublishedAddress("10." + block + ".1.1", 8080, Optional.empty())) : published);
    }

    /** Flaps are forgiven within seconds. */
    private static Damping damping() {
        Damping usual = Damping.defaults();
        return new Damping(
                usual.fall(),
                usual.rise(),
                usual.forgiving(),
                usual.confirmInterval(),
                usual.flapFalls(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4));
    }

    private static Failback failback(int drawn) {
        return switch (drawn) {
            case 0 -> Failback.LATCHED;
            case 1 -> Failback.MANUAL;
            default -> Failback.AUTOMATIC;
        };
    }

    private static Shifting shifting(RandomGenerator random, Odds odds) {
        return new Shifting(
                Duration.ofSeconds(3 + random.nextInt(3)),
                random.nextBoolean() ? List.of(50, 100) : List.of(25, 50, 100),
                Duration.ofSeconds(4),
                failback(random.nextInt(odds.failbacks())),
                random.nextInt(3) == 0
                        ? new Abort(OptionalDouble.of(0.9), OptionalDouble.empty(), OptionalDouble.empty())
                        : Abort.never(),
                Optional.empty());
    }
}
