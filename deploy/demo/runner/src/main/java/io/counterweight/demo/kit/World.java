package io.counterweight.demo.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Sites with their edges, controllers and applications, every one a real process on its own loopback address. Everything that is
 * started here is ended by {@link #close}. Changed by one thread; others may look.
 */
public final class World implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final String OUTSIDE = "outside";

    /** People with a token each and the role operator. */
    public static final String OPERATOR = "operator";

    public static final String FIRST_COLLEAGUE = "ann";
    public static final String SECOND_COLLEAGUE = "ben";

    private final List<Site> sites;
    private final List<Service> services;
    private final Path directory;
    private final Map<String, Child> children = new ConcurrentSkipListMap<>();
    private final Map<String, String> tokens = new TreeMap<>();

    /**
     * Prepares a world; nothing is started.
     *
     * @param directory where logs, journals, certificates and configuration lie; made anew
     * @param more further YAML for every controller, such as a {@code timing} section; may be empty
     */
    public World(List<Site> sites, List<Service> services, Path directory, String more) {
        this.sites = List.copyOf(sites);
        this.services = List.copyOf(services);
        this.directory = directory.toAbsolutePath();
        try {
            Files.createDirectories(this.directory);
            writeTokens();
            Certificates.make(
                    this.directory.resolve("certs"),
                    sites.stream().map(Site::name).toList());
            for (Site site : sites) {
                for (int n = 1; n <= site.controllers(); n++) {
                    Files.writeString(file(site, n), ControllerFile.text(sites, site, n, this.directory, more));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeTokens() throws IOException {
        SecureRandom random = new SecureRandom();
        List<String> lines = new ArrayList<>();
        Map<String, String> roles = new TreeMap<>(Map.of("reader", "reader"));
        List.of(OPERATOR, FIRST_COLLEAGUE, SECOND_COLLEAGUE).forEach(person -> roles.put(person, "operator"));
        services.forEach(service -> roles.put("app-" + service.name(), "service:" + service.name()));
        for (Map.Entry<String, String> each : roles.entrySet()) {
            String name = each.getKey();
            byte[] secret = new byte[24];
            random.nextBytes(secret);
            String token = HexFormat.of().formatHex(secret);
            tokens.put(name, token);
            Path file = directory.resolve(name + ".token");
            Files.writeString(file, token + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            lines.add(name + " " + each.getValue() + " " + sha256(token));
        }
        Files.write(directory.resolve("tokens"), lines);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public List<Site> sites() {
        return sites;
    }

    public List<Service> services() {
        return services;
    }

    public Path directory() {
        return directory;
    }

    public Site site(String name) {
        return sites.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no site " + name));
    }

    public Service service(String name) {
        return services.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + name));
    }

    /** The token of {@code reader}, a person or {@code app-<service>}. */
    public String token(String name) {
        return Optional.ofNullable(tokens.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no token " + name));
    }

    /** The configuration file of a controller, to be read or rewritten before it starts. */
    public Path file(Site site, int n) {
        return directory.resolve(site.name() + "-" + Site.letter(n) + ".yaml");
    }

    /** The addresses that every process of the world listens on, as {@code address:port}; by what they are for. */
    public Map<String, String> listens() {
        Map<String, String> all = new TreeMap<>();
        all.put("edge of the outside", outsideControl() + ":" + Site.CONTROL_PORT);
        for (Site site : sites) {
            all.put("edge " + site.name(), site.edgeControl() + ":" + Site.CONTROL_PORT);
            all.put("control target " + site.name(), site.controlTarget() + ":" + Site.ANCHOR_PORT);
            for (String anchor : site.anchors()) {
                all.put("anchor of " + site.name() + " " + anchor, anchor + ":" + Site.ANCHOR_PORT);
            }
            for (int n = 1; n <= site.controllers(); n++) {
                String name = "controller " + site.name() + "-" + Site.letter(n);
                all.put(name + " gossip", site.controller(n) + ":" + Site.HAZELCAST_PORT);
                all.put(name + " link", site.controller(n) + ":" + Site.LINK_PORT);
                all.put(name + " link at the edge", site.link(n) + ":" + Site.LINK_PORT);
                all.put(name + " api", site.controller(n) + ":" + Site.API_PORT);
                all.put(name + " dns", site.controller(n) + ":" + Site.DNS_PORT);
            }
            for (Service service : services) {
                for (int n = 1; site.datacenter() && n <= service.instances(); n++) {
                    all.put(instance(service, site, n), service.inside(site, n) + ":" + Service.PORT);
                    all.put(instance(service, site, n) + " published", service.published(site, n) + ":" + Service.PORT);
                }
            }
        }
        return all;
    }

    // ---- starting

    /** Starts every edge and what lies outside of all sites. */
    public void startEdges() {
        startOutside();
        sites.forEach(this::startEdge);
    }

    private void startOutside() {
        List<String> arguments = new ArrayList<>(List.of(outsideControl(), String.valueOf(Site.CONTROL_PORT)));
        for (Site site : sites) {
            for (String anchor : site.anchors()) {
                arguments.add("%s-%s,%s,%d,-,0".formatted(Edge.ANCHOR, site.name(), anchor, Site.ANCHOR_PORT));
            }
        }
        children.put(OUTSIDE, Child.start(OUTSIDE, directory, Java.main(EdgeMain.class, 48, arguments), Map.of()));
    }

    public void startEdge(Site site) {
        List<String> arguments = new ArrayList<>(List.of(site.edgeControl(), String.valueOf(Site.CONTROL_PORT)));
        arguments.add("%s,%s,%d,-,0".formatted(Edge.CONTROL_TARGET, site.controlTarget(), Site.ANCHOR_PORT));
        for (int n = 1; n <= site.controllers(); n++) {
            arguments.add("%s,%s,%d,%s,%d"
                    .formatted(Edge.LINK, site.link(n), Site.LINK_PORT, site.controller(n), Site.LINK_PORT));
        }
        for (Service service : services) {
            for (int n = 1; site.datacenter() && n <= service.instances(); n++) {
                arguments.add("%s,%s,%d,%s,%d"
                        .formatted(
                                Edge.PUBLISHED,
                                service.published(site, n),
                                Service.PORT,
                                service.inside(site, n),
                                Service.PORT));
            }
        }
        String name = "edge-" + site.name();
        children.put(name, Child.start(name, directory, Java.main(EdgeMain.class, 48, arguments), Map.of()));
    }

    public Edge edge(Site site) {
        return new Edge(site.edgeControl());
    }

    /** What lies outside of all sites: a site's anchors are routes of the kind {@code anchor-<site>}. */
    public Edge outside() {
        return new Edge(outsideControl());
    }

    private String outsideControl() {
        return "127." + sites.getFirst().network() + ".100.99";
    }

    /** The name of an instance's process. */
    public static String instance(Service service, Site site, int n) {
        return service.name() + "-" + site.name() + "-" + Service.instanceName(n);
    }

    /** Starts one instance: of {@code shop} and {@code ledger} the sample application, of {@code app...} the smallest there is. */
    public Child startInstance(Service service, Site site, int n) {
        return startInstance(service, site, n, Map.of());
    }

    /**
     * Starts one instance.
     *
     * @param environment added to this process's own
     */
    public Child startInstance(Service service, Site site, int n, Map<String, String> environment) {
        String name = instance(service, site, n);
        List<String> command = service.name().startsWith("app")
                ? Java.main(
                        TinyApp.class,
                        48,
                        List.of(service.name(), site.name(), Service.instanceName(n), service.inside(site, n)))
                : sample(service, site, n);
        return started(name, Child.start(name, directory, command, environment));
    }

    private List<String> sample(Service service, Site site, int n) {
        return service.name().startsWith("ledger")
                ? Java.jar(
                        Repository.ledgerJar(),
                        96,
                        List.of(),
                        List.of(
                                "--server.address=" + service.inside(site, n),
                                "--server.port=" + Service.PORT,
                                "--ledger.datacenter=" + site.name()))
                : Java.jar(
                        Repository.shopJar(),
                        64,
                        List.of(
                                "quarkus.http.host=" + service.inside(site, n),
                                "quarkus.http.port=" + Service.PORT,
                                "shop.datacenter=" + site.name(),
                                "shop.instance=" + Service.instanceName(n),
                                "shop.signals=http://" + site.controller(1) + ":" + Site.API_PORT + "/api/v1/signals",
                                "shop.token=" + directory.resolve("app-" + service.name() + ".token")),
                        List.of());
    }

    public void startInstances(Site site) {
        for (Service service : services) {
            for (int n = 1; site.datacenter() && n <= service.instances(); n++) {
                startInstance(service, site, n);
            }
        }
    }

    public Child startController(Site site, int n) {
        return startController(site, n, Map.of());
    }

    /**
     * Starts a controller.
     *
     * @param environment added to this process's own, such as a preloaded library
     */
    public Child startController(Site site, int n, Map<String, String> environment) {
        return startController(site, n, List.of(), environment);
    }

    /**
     * Starts a controller by way of a program that becomes it, such as one that gives it a disk of its own.
     *
     * @param launcher the program and its arguments, to which the controller's command line is added; may be empty
     */
    public Child startController(Site site, int n, List<String> launcher, Map<String, String> environment) {
        String name = controllerName(site, n);
        List<String> command = new ArrayList<>(launcher);
        command.addAll(Java.jar(
                Repository.controllerJar(),
                192,
                List.of(),
                List.of(file(site, n).toString())));
        return started(name, Child.start(name, directory, command, environment));
    }

    public void startControllers(Site site) {
        IntStream.rangeClosed(1, site.controllers()).forEach(n -> startController(site, n));
    }

    private Child started(String name, Child child) {
        children.put(name, child);
        return child;
    }

    /** Starts everything, and waits until every controller is ready. */
    public void start() {
        startEdges();
        sites.forEach(this::startInstances);
        sites.forEach(this::startControllers);
        awaitReady();
    }

    public void awaitReady() {
        for (Site site : sites) {
            for (int n = 1; n <= site.controllers(); n++) {
                Api api = api(site, n);
                Child child = child(controllerName(site, n));
                await(child.name() + " is ready", START, () -> {
                    if (!child.alive()) {
                        throw new IllegalStateException(child.name() + " ended:\n" + child.lastLines(20));
                    }
                    return api.ready();
                });
            }
        }
    }

    // ---- the running world

    public static String controllerName(Site site, int n) {
        return "controller-" + site.name() + "-" + Site.letter(n);
    }

    public Child controller(Site site, int n) {
        return child(controllerName(site, n));
    }

    public Child child(String name) {
        return Optional.ofNullable(children.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no process " + name + " in " + children.keySet()));
    }

    public Collection<Child> children() {
        return children.values();
    }

    /** Every process of a site: its edge, its controllers, its applications. */
    public List<Child> of(Site site) {
        return children.values().stream()
                .filter(child -> List.of(child.name().split("-", -1)).contains(site.name()))
                .toList();
    }

    /** Kills a whole site with SIGKILL, as when its power fails. */
    public void kill(Site site) {
        of(site).forEach(Child::strike);
        of(site).forEach(Child::kill);
    }

    /** The operator's view of the n-th controller. */
    public Api api(Site site, int n) {
        return api(site, n, OPERATOR);
    }

    /** The view of the n-th controller that the holder of another token has. */
    public Api api(Site site, int n, String token) {
        return new Api(site.controller(n), token(token));
    }

    public NameServer nameServer(Site site, int n) {
        return new NameServer(site.controller(n), Duration.ofMillis(500));
    }

    /** Every name server of the world. */
    public List<NameServer> nameServers() {
        List<NameServer> all = new ArrayList<>();
        for (Site site : sites) {
            for (int n = 1; site.datacenter() && n <= site.controllers(); n++) {
                all.add(nameServer(site, n));
            }
        }
        return all;
    }

    /** Waits for a condition, looking every 20 ms; a bound that passes is an {@link IllegalStateException} with these words. */
    public static void await(String what, Duration bound, BooleanSupplier condition) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + bound.toSeconds() + " s in vain: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting: " + what, e);
            }
        }
    }

    @Override
    public void close() {
        children.values().forEach(Child::strike);
        children.values().forEach(Child::close);
    }
}
