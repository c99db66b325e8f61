package io.counterweight.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Certificates;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A world of real processes for the tests of one class: started before the first, mended after each, closed after the last. When a
 * test fails it shows what every controller decided and logged.
 */
final class Stage implements BeforeAllCallback, AfterTestExecutionCallback, AfterEachCallback, AfterAllCallback {
    /** Generous: the machine may be busy, and no test is about speed. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path WORLDS = Path.of("target", "worlds").toAbsolutePath();

    /**
     * What the world is made of.
     *
     * @param network its own loopback network, so that worlds may live beside each other
     * @param controllers in each datacenter
     * @param instances of the shop in each datacenter
     * @param ledger whether there is a ledger too, which west serves alone while it can
     * @param more further YAML for every controller
     */
    record Shape(int network, int controllers, boolean witness, int instances, boolean ledger, String more) {}

    private final Shape shape;
    private final World world;
    private final Supplier<Map<String, String>> wanted;
    private Map<String, String> environment = Map.of();

    private Stage(Shape shape, Supplier<Map<String, String>> wanted) {
        this.shape = shape;
        this.wanted = wanted;
        List<Site> sites = new ArrayList<>();
        sites.add(new Site("east", shape.network(), 1, shape.controllers(), true));
        sites.add(new Site("west", shape.network(), 2, shape.controllers(), true));
        if (shape.witness()) {
            sites.add(new Site("witness", shape.network(), 3, 1, false));
        }
        List<Service> services = new ArrayList<>();
        services.add(new Service("shop", 0, shape.instances()));
        if (shape.ledger()) {
            services.add(new Service("ledger", 1, 1));
        }
        Path directory = WORLDS.resolve("network-" + shape.network());
        prepare(directory);
        this.world = new World(sites, services, directory, shape.more());
    }

    static Stage of(Shape shape) {
        return new Stage(shape, Map::of);
    }

    /**
     * The same, with this environment for every controller, which may ask whether the machine has what it needs; {@code %s} in a value
     * stands for the controller's file's name.
     */
    static Stage of(Shape shape, Supplier<Map<String, String>> environment) {
        return new Stage(shape, environment);
    }

    /** An empty folder, but for certificates that all worlds share: to make them takes longer than to start a controller. */
    private static void prepare(Path directory) {
        try {
            Folder.delete(directory);
            Files.createDirectories(directory);
            Path shared = WORLDS.resolve("certs");
            Certificates.make(shared, List.of("east", "west", "witness"));
            Files.createSymbolicLink(directory.resolve("certs"), shared);
        } catch (IOException e) {
            throw new IllegalStateException("cannot prepare " + directory, e);
        }
    }

    World world() {
        return world;
    }

    Site east() {
        return world.site("east");
    }

    Site west() {
        return world.site("west");
    }

    Site witness() {
        return world.site("witness");
    }

    Service shop() {
        return world.service("shop");
    }

    Service ledger() {
        return world.service("ledger");
    }

    // ---- starting and ending

    @Override
    public void beforeAll(ExtensionContext context) {
        environment = wanted.get();
        world.startEdges();
        world.sites().forEach(world::startInstances);
        world.sites().forEach(this::startControllers);
        world.awaitReady();
        write(world.api(east(), 1), "shop", shop().policy(world.sites(), "/q/health", Stage::brisk));
        if (shape.ledger()) {
            write(
                    world.api(east(), 1),
                    "ledger",
                    ledger().policy(world.sites(), "/actuator/health", Stage::inPriority));
        }
        awaitCalm();
    }

    /** Creates a policy. */
    static void write(Api api, String service, ObjectNode policy) {
        Api.Answer answer = api.put("/api/v1/policies/" + service, policy, Optional.empty());
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("policy " + service + " was answered " + answer);
        }
    }

    /**
     * Shortens what a test would only wait for; many faults in a row are no flapping here. The soak is two times to live, as it is by
     * default. Two orders of the defaults are not kept, since every test waits these times out, most of them more than once: the time to
     * live is shorter than the staleness bound (2 s), so that a dead address leaves caches within the test, and the hold-down is shorter
     * than the electorate memory (30 s) and {@code lossConfirm} (3 s), so that the next test begins soon.
     */
    static void brisk(ObjectNode policy) {
        policy.putObject("ttl").put("min", "1s").put("max", "1s");
        ((ObjectNode) policy.get("shifting")).put("holdDown", "2s").put("soak", "2s");
        policy.putObject("safety").put("maxShifts", 10_000);
        policy.putObject("damping").putObject("flap").put("falls", 1000);
    }

    private static void inPriority(ObjectNode policy) {
        brisk(policy);
        policy.put("mode", "priority");
        ((ObjectNode) policy.get("datacenters").get("west")).put("priority", 1);
        ((ObjectNode) policy.get("datacenters").get("east")).put("priority", 2);
    }

    void startControllers(Site site) {
        for (int n = 1; n <= site.controllers(); n++) {
            startController(site, n);
        }
    }

    /** Where a controller's journal lies. */
    Path journal(Site site, int n) {
        return world.directory().resolve("journal-" + site.name() + "-" + Site.letter(n));
    }

    Child startController(Site site, int n) {
        Map<String, String> named = new TreeMap<>();
        environment.forEach((key, value) -> named.put(key, value.formatted(world.file(site, n))));
        return world.startController(site, n, named);
    }

    /** Kills a controller, takes its disk away, and starts it again. */
    void restartFromEmptyDisk(Site site, int n) throws IOException {
        world.controller(site, n).kill();
        Folder.delete(journal(site, n));
        startController(site, n);
        world.awaitReady();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        world.close();
    }

    // ---- looking

    /** The name servers that run now. */
    List<NameServer> nameServers() {
        List<NameServer> running = new ArrayList<>();
        for (Site site : world.sites()) {
            for (int n = 1; site.datacenter() && n <= site.controllers(); n++) {
                if (world.controller(site, n).running()) {
                    running.add(world.nameServer(site, n));
                }
            }
        }
        return running;
    }

    /** The state of every running controller of these sites that answers, or of all sites when none is named. */
    List<State> states(Site... sites) {
        List<State> states = new ArrayList<>();
        for (Site site : sites.length == 0 ? world.sites() : Arrays.asList(sites)) {
            for (int n = 1; n <= site.controllers(); n++) {
                if (world.controller(site, n).running()) {
                    world.api(site, n).state().map(State::new).ifPresent(states::add);
                }
            }
        }
        return states;
    }

    /** Waits until every living controller of these sites, or of all, is seen so. */
    void await(String what, Predicate<State> condition, Site... sites) {
        World.await(what, PATIENCE, () -> {
            List<State> states = states(sites);
            return !states.isEmpty() && states.stream().allMatch(condition);
        });
    }

    /** Waits for these weights, in thousandths, at every living controller of these sites, or of all. */
    void awaitWeights(String service, int east, int west, Site... sites) {
        await(
                service + " is served by east with " + east + " and by west with " + west,
                state -> state.serves(service, Map.of("east", east, "west", west)),
                sites);
    }

    /** Waits until everything is up and serves as its policy says. */
    void awaitCalm() {
        int controllers = world.sites().stream().mapToInt(Site::controllers).sum();
        World.await("everything is up, heard, healthy and fully served", PATIENCE.multipliedBy(2), () -> {
            List<State> states = states();
            return states.size() == controllers && states.stream().allMatch(this::calm);
        });
    }

    private boolean calm(State state) {
        boolean shopServes = state.serves("shop", Map.of("east", 500, "west", 500)) && settled(state, "shop");
        boolean ledgerServes =
                !shape.ledger() || state.serves("ledger", Map.of("east", 0, "west", 1000)) && settled(state, "ledger");
        boolean allHeard = world.sites().stream().allMatch(site -> heard(state, site));
        return shopServes && ledgerServes && allHeard && state.overrides().isEmpty();
    }

    private static boolean settled(State state, String service) {
        return Stream.of("east", "west")
                .allMatch(site -> state.condition(service, site).equals("healthy")
                        && state.ceiling(service, site).path("phase").asText().equals("OPEN"));
    }

    private static boolean heard(State state, Site site) {
        for (int n = 1; n <= site.controllers(); n++) {
            if (!state.hears(site.name() + "/" + Site.letter(n))) {
                return false;
            }
        }
        return true;
    }

    // ---- mending

    @Override
    public void afterEach(ExtensionContext context) {
        mend();
    }

    /** Ends every fault that a test made with the kit, and waits until everything is as before. */
    void mend() {
        world.children().stream().filter(Child::alive).forEach(Child::thaw);
        restart();
        for (Site at : world.sites()) {
            Edge edge = world.edge(at);
            List.of(Edge.LINK, Edge.PUBLISHED, Edge.CONTROL_TARGET).forEach(kind -> {
                edge.open(kind);
                world.sites().forEach(source -> edge.allow(source, kind));
            });
            world.sites().forEach(source -> edge.allow(source, "all"));
            world.outside().open(Edge.ANCHOR + "-" + at.name());
        }
        world.awaitReady();
        endOverrides();
        retireGuests();
        awaitCalm();
    }

    /** Starts again whatever died. */
    void restart() {
        for (Site site : world.sites()) {
            if (!world.child("edge-" + site.name()).alive()) {
                world.startEdge(site);
            }
            for (Service service : world.services()) {
                for (int n = 1; site.datacenter() && n <= service.instances(); n++) {
                    if (!world.child(World.instance(service, site, n)).alive()) {
                        world.startInstance(service, site, n);
                    }
                }
            }
            for (int n = 1; n <= site.controllers(); n++) {
                if (!world.controller(site, n).alive()) {
                    startController(site, n);
                }
            }
        }
    }

    private void endOverrides() {
        Api api = world.api(east(), 1);
        World.await("no override is in force", PATIENCE, () -> {
            Optional<State> state = api.state().map(State::new);
            state.ifPresent(now -> now.overrides()
                    .forEach(each ->
                            api.delete("/api/v1/overrides/" + each.path("id").asText())));
            return state.map(now -> now.overrides().isEmpty()).orElse(false);
        });
    }

    /** Deletes the policies that a test added. */
    private void retireGuests() {
        Api api = world.api(east(), 1);
        api.get("/api/v1/policies").body().forEach(policy -> {
            String service = policy.path("service").asText();
            if (world.services().stream().noneMatch(own -> own.name().equals(service))) {
                String path = "/api/v1/policies/" + service;
                api.delete(path, api.get(path).etag().orElseThrow());
                await(service + " is gone", state -> state.weights(service).isEmpty());
            }
        });
    }

    // ---- showing

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException()
                .ifPresent(error -> System.err.println(Account.of(context.getDisplayName() + ": " + error, world)));
    }
}
