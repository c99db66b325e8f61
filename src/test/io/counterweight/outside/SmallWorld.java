package io.counterweight.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two datacenters with a controller each, and their applications inside this process, where a test can change their manners. The
 * controllers and the edges are real processes.
 */
final class SmallWorld implements AutoCloseable {
    /** Generous: the machine may be busy, and no test is about speed. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path WORLDS = Path.of("target", "worlds").toAbsolutePath();

    final World world;
    final Site east;
    final Site west;
    private final Map<String, Application> applications = new TreeMap<>();

    private SmallWorld(World world) {
        this.world = world;
        this.east = world.site("east");
        this.west = world.site("west");
    }

    /**
     * Prepares the world and starts its applications and edges.
     *
     * @param network its own loopback network
     * @param more further YAML for every controller; may be empty
     */
    static SmallWorld prepare(int network, boolean witness, List<Service> services, String more) {
        Path directory = emptied(WORLDS.resolve("outside-" + network));
        List<Site> sites =
                new ArrayList<>(List.of(new Site("east", network, 1, 1, true), new Site("west", network, 2, 1, true)));
        if (witness) {
            sites.add(new Site("witness", network, 3, 1, false));
        }
        SmallWorld small = new SmallWorld(new World(sites, services, directory, more));
        for (Service service : services) {
            for (Site site : List.of(small.east, small.west)) {
                for (int n = 1; n <= service.instances(); n++) {
                    small.applications.put(
                            World.instance(service, site, n),
                            new Application(
                                    service.inside(site, n),
                                    Service.PORT,
                                    Manners.healthy(service.name(), site.name())));
                }
            }
        }
        small.world.startEdges();
        return small;
    }

    private static Path emptied(Path directory) {
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                old.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return directory;
    }

    /** Starts the controllers and waits until they are ready. */
    void startControllers() {
        world.sites().forEach(world::startControllers);
        world.awaitReady();
    }

    Application application(Service service, Site site, int n) {
        return applications.get(World.instance(service, site, n));
    }

    Api operator(Site site) {
        return world.api(site, 1);
    }

    Api as(String token, Site site) {
        return new Api(site.controller(1), world.token(token));
    }

    /**
     * A policy with short times; the soak is two times to live, as it is by default. These orders of the defaults are not kept: the probe
     * interval is shorter than the timeout (1 s), which is the machine's to use when it is busy; the time to live is shorter than the
     * staleness bound (2 s), so that a dead address leaves caches within the test; the hold-down is shorter than that bound,
     * {@code lossConfirm} (3 s) and the electorate memory (30 s), since tests wait for many returns of applications.
     */
    ObjectNode policy(Service service, Consumer<ObjectNode> more) {
        return service.policy(world.sites(), "/health", policy -> {
            policy.putObject("ttl").put("min", "1s").put("max", "1s");
            ObjectNode shifting =
                    policy.putObject("shifting").put("holdDown", "1s").put("soak", "2s");
            shifting.putArray("steps").add(100);
            policy.putObject("safety").put("maxShifts", 10_000);
            ((ObjectNode) policy.get("check")).put("interval", "200ms");
            policy.putObject("damping").putObject("flap").put("falls", 1000);
            more.accept(policy);
        });
    }

    /** Creates a policy, and waits until both datacenters serve by it. */
    void create(Service service, ObjectNode policy) {
        Api.Answer answer = operator(east).put("/api/v1/policies/" + service.name(), policy, Optional.empty());
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("policy " + service.name() + ": " + answer);
        }
        await(
                "both controllers serve " + service.name() + " from both datacenters",
                () -> weight(service, east) == 500);
    }

    /** The weight in thousandths that both controllers serve for a datacenter; -1 while they differ or do not know. */
    int weight(Service service, Site of) {
        Optional<Integer> one = operator(east).weight(service.name(), of.name());
        Optional<Integer> other = operator(west).weight(service.name(), of.name());
        return one.isPresent() && one.equals(other) ? one.get() : -1;
    }

    /** What a controller says of a service. */
    JsonNode state(Site asked, Service service) {
        return operator(asked)
                .state()
                .map(state -> state.path("services").path(service.name()))
                .orElseThrow(() -> new IllegalStateException("the controller of " + asked.name() + " has no state"));
    }

    /** Whether an alarm of this name stands at a datacenter's controller. */
    boolean alarm(Site asked, String name) {
        return operator(asked)
                .state()
                .map(state -> state.path("alarms").findValuesAsText("name").contains(name))
                .orElse(false);
    }

    /** The address that the one published instance has. */
    static String published(Service service, Site site, int n) {
        return service.published(site, n);
    }

    NameServer nameServer(Site site) {
        return world.nameServer(site, 1);
    }

    void await(String what, BooleanSupplier condition) {
        try {
            World.await(what, PATIENCE, condition);
        } catch (IllegalStateException e) {
            throw new AssertionError(e.getMessage() + "\n" + account(), e);
        }
    }

    /** What every controller knows and logged, for whoever reads a failed test. */
    private String account() {
        StringBuilder text = new StringBuilder();
        for (Site site : world.sites()) {
            Child child = world.controller(site, 1);
            text.append("---- ")
                    .append(child.name())
                    .append(child.alive() ? "" : " (dead)")
                    .append('\n');
            text.append(operator(site).state().map(JsonNode::toString).orElse("no state"))
                    .append('\n')
                    .append(child.lastLines(20))
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        world.close();
        applications.values().forEach(Application::close);
    }
}
