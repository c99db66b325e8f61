package io.counterweight.simulation.explore;

import io.counterweight.engine.Settings;
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
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.simulation.SteppedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two datacenters with one controller each, at times a witness, and a service or two with one endpoint in each. All waits are a few
 * steps long: what takes a minute elsewhere takes six steps here.
 */
record SmallWorld(List<String> datacenters, List<String> sites, Services services, boolean measuresLoad) {

    static final long STEP_MILLIS = 500;
    static final long SILENCE_MILLIS = 6 * STEP_MILLIS;
    private static final long STALENESS_MILLIS = 4 * STEP_MILLIS;
    private static final long MEMORY_MILLIS = 8 * STEP_MILLIS;

    /** Until a loss is concluded, and three steps: staleness, silence, and what is still on its way. */
    private static final long LOSS_BOUND_MILLIS = STALENESS_MILLIS + SILENCE_MILLIS + 4 * STEP_MILLIS;

    /** The first round's bound is the longest of all. */
    private static final long LONGEST_WAIT_MILLIS = 11 * STEP_MILLIS;

    static SmallWorld of(Services services, boolean witness, boolean measuresLoad) {
        List<String> datacenters = List.of("east", "west");
        return new SmallWorld(
                datacenters, witness ? List.of("east", "west", "witness") : datacenters, services, measuresLoad);
    }

    long stepMillis() {
        return STEP_MILLIS;
    }

    static String endpoint(String site) {
        return site.charAt(0) + "1";
    }

    SteppedCluster begin() {
        TreeSet<Site> all = new TreeSet<>();
        datacenters.forEach(each -> all.add(Site.of(each)));
        TreeSet<Site> witnesses = new TreeSet<>();
        sites.stream().filter(site -> !datacenters.contains(site)).forEach(each -> witnesses.add(Site.of(each)));
        List<Policy> policies = new ArrayList<>();
        services.names().forEach(service -> policies.add(policy(service)));
        return SteppedCluster.of(new SteppedCluster.Setting(
                new Topology(0, all, witnesses),
                settings(),
                sites.stream().map(site -> site + "/a").toList(),
                policies,
                measuresLoad,
                STEP_MILLIS,
                LOSS_BOUND_MILLIS,
                LONGEST_WAIT_MILLIS));
    }

    private static Settings settings() {
        Settings usual = Settings.defaults();
        return new Settings(
                Duration.ofMillis(STALENESS_MILLIS),
                Duration.ofMillis(2 * STEP_MILLIS),
                Duration.ofMillis(MEMORY_MILLIS),
                usual.deadBand(),
                usual.sensorServices(),
                usual.sensorWindow());
    }

    private Policy policy(String service) {
        SortedSet<ServiceName> needs = new TreeSet<>();
        services.needs(service).forEach(each -> needs.add(ServiceName.of(each)));
        SortedMap<Site, DatacenterPolicy> places = new TreeMap<>();
        for (String site : datacenters) {
            EndpointName name = EndpointName.of(endpoint(site));
            String address = "10." + services.names().indexOf(service) + "." + places.size() + ".1";
            places.put(
                    Site.of(site),
                    new DatacenterPolicy(
                            1,
                            places.size() + 1,
                            new TreeMap<>(Map.of(name, new Endpoint(name, address, 8080))),
                            List.of(new PublishedAddress(address, 8080, Optional.of(name)))));
        }
        return new Policy(
                ServiceName.of(service),
                List.of(service),
                mode(service),
                AnswerChoice.RANDOM,
                places,
                Nearest.none(),
                check(),
                damping(),
                new Shifting(
                        Duration.ofMillis(2 * STEP_MILLIS),
                        List.of(50, 100),
                        Duration.ofMillis(2 * STEP_MILLIS),
                        Failback.AUTOMATIC),
                new Safety(1, 0.5, 1_000, Duration.ofSeconds(10)),
                new Silence(OnSilence.DRAIN, Duration.ofMillis(SILENCE_MILLIS), Duration.ofMillis(2 * STEP_MILLIS)),
                Duration.ofMillis(STEP_MILLIS),
                Duration.ofMillis(2 * STEP_MILLIS),
                needs,
                false);
    }

    private Mode mode(String service) {
        if (services.exclusive()) {
            return Mode.EXCLUSIVE;
        }
        return services.spread(service) ? Mode.WEIGHTED : Mode.PRIORITY;
    }

    private static Check check() {
        Check usual = Check.http("/health");
        return new Check(
                usual.protocol(),
                usual.format(),
                usual.path(),
                usual.port(),
                usual.hostHeader(),
                usual.statusMin(),
                usual.statusMax(),
                usual.bodyMatch(),
                usual.identity(),
                Duration.ofMillis(STEP_MILLIS),
                Duration.ofMillis(STEP_MILLIS / 2));
    }

    /** Flaps are forgiven at once: the penalty has tests of its own. */
    private static Damping damping() {
        return new Damping(
                2,
                2,
                2,
                Duration.ofMillis(STEP_MILLIS),
                8,
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }
}
