package io.counterweight.demo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.demo.traffic.AnswerWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * Two datacenters with two controllers each, a witness, and four small applications, all with the default probing and damping. Only
 * what delays the next trial is shortened: the return, and the penalty for flapping, which a hundred deaths in ten minutes would earn.
 */
final class Arena implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long GONE_NANOS = 1_500_000_000L;
    private static final int SERVICES = 4;

    private final World world;
    private final SplittableRandom random;
    private final Consumer<String> say;

    Arena(int network, Path directory, long seed, Consumer<String> say) {
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            services.add(new Service("app" + i, i, 1));
        }
        this.world = new World(
                List.of(
                        new Site("east", network, 1, 2, true),
                        new Site("west", network, 2, 2, true),
                        new Site("witness", network, 3, 1, false)),
                services,
                directory,
                "");
        this.random = new SplittableRandom(seed);
        this.say = say;
    }

    World world() {
        return world;
    }

    Site datacenter(int n) {
        return world.site(n % 2 == 0 ? "east" : "west");
    }

    Service service(int n) {
        return world.services().get(n % SERVICES);
    }

    void start() {
        world.start();
        for (Service service : world.services()) {
            Api.Answer answer = world.api(world.site("east"), 1)
                    .put("/api/v1/policies/" + service.name(), policy(service), Optional.empty());
            if (answer.status() >= 300) {
                throw new IllegalStateException("policy of " + service.name() + " not taken: " + answer);
            }
        }
    }

    private ObjectNode policy(Service service) {
        return service.policy(world.sites(), "/q/health", policy -> {
            policy.putObject("damping").putObject("flap").put("falls", 1000);
            ObjectNode shifting = policy.putObject("shifting").put("holdDown", "100ms");
            shifting.putArray("steps").add(100);
            policy.putObject("safety").put("maxShifts", 1000);
        });
    }

    /** Waits until every controller that lives serves a service half and half, and calls it healthy. */
    void settle(Service service) {
        World.await(service.name() + " is served half and half", PATIENCE, () -> world.sites().stream()
                .allMatch(site -> {
                    for (int n = 1; n <= site.controllers(); n++) {
                        Api api = world.api(site, n);
                        if (!healthy(api, service)) {
                            return false;
                        }
                    }
                    return true;
                }));
    }

    private static boolean healthy(Api api, Service service) {
        return api.state()
                .map(state -> state.path("services").path(service.name()))
                .filter(state -> state.path("weights").path("east").asInt() == 500)
                .map(state -> List.of("east", "west").stream().allMatch(site -> state.path("conclusions")
                        .path(site)
                        .path("condition")
                        .asText()
                        .equals("healthy")))
                .orElse(false);
    }

    /**
     * Does something deadly at a random moment, and measures until when the name servers of these sites answered with an address of
     * these services in the datacenter where it happened.
     *
     * @param death given the moment ({@link System#nanoTime}), does it and returns the moment that counts
     */
    Trial measure(String what, List<Service> services, Site dying, List<Site> survivors, LongUnaryOperator death) {
        List<AnswerWatch> watches = new ArrayList<>();
        for (Site site : survivors) {
            for (int n = 1; n <= site.controllers(); n++) {
                for (Service service : services) {
                    watches.add(new AnswerWatch(site.controller(n), service.name(), 5));
                }
            }
        }
        long phase = 200 + random.nextLong(1_000);
        pause(phase);
        long diedAt = death.applyAsLong(System.nanoTime());
        List<String> addresses =
                services.stream().map(service -> service.published(dying, 1)).toList();
        World.await(what + " leaves the answers", PATIENCE, () -> watches.stream()
                .allMatch(watch -> watch.lastAnswerAt()
                                - Math.max(diedAt, watch.lastSeen(addresses).orElse(diedAt))
                        > GONE_NANOS));
        Map<String, Long> millis = new TreeMap<>();
        for (AnswerWatch watch : watches) {
            watch.close();
            millis.merge(
                    watch.server(),
                    Math.max(0, watch.lastSeen(addresses).orElse(diedAt) - diedAt) / 1_000_000,
                    Math::max);
        }
        Trial trial = new Trial(what, phase, millis);
        say.accept(what + ": " + trial.slowest() + " ms " + millis);
        return trial;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
