package io.counterweight.simulation;

import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Site;
import io.counterweight.simulation.Actuator.Manner;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Breaks and mends a cluster at random, and writes down what it did. Each strike has a random source of its own, so that one can be
 * left out and the others stay as they are.
 */
final class Chaos {

    private static final List<Manner> MANNERS = List.of(Manner.values());
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Killed controllers start, cut links carry again, frozen ones go on. */
    private static final int UPSETS_OF_A_HEALING = 3;

    private record Later(long at, Runnable act) {}

    private final Cluster cluster;
    private final Shape shape;
    private final long seed;
    private final List<Fault> allowed;
    private final IntPredicate played;
    private final List<String> diary = new ArrayList<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<Node, Disk> backups = new HashMap<>();
    private final List<Later> later = new ArrayList<>();
    private final List<String> sites;
    private final List<String> datacenters;
    private RandomGenerator random = new SplittableRandom(0);
    private int strikes;
    private int upsets;
    private int overrides;
    private Fault fault = Fault.LINK;

    /**
     * Strikes nobody yet.
     *
     * @param played which strikes happen, by their number
     */
    Chaos(Cluster cluster, Shape shape, long seed, List<Fault> allowed, IntPredicate played) {
        this.cluster = cluster;
        this.shape = shape;
        this.seed = seed;
        this.allowed = allowed;
        this.played = played;
        this.datacenters =
                shape.topology().datacenters().stream().map(Site::value).toList();
        this.sites = shape.topology().sites().stream().map(Site::value).toList();
    }

    /** One thing breaks or is mended. */
    void strike() {
        int number = strikes++;
        upsets++;
        if (!played.test(number)) {
            return;
        }
        random = new SplittableRandom(seed + number * GOLDEN);
        fault = allowed.get(random.nextInt(allowed.size()));
        boolean mend = random.nextInt(3) == 0;
        switch (fault) {
            case LINK -> link(mend);
            case SIBLINGS -> siblings();
            case PARTITION -> partition();
            case MAIL ->
                note("mail is " + (mend ? "kept" : "lost"), () -> cluster.network()
                        .losesMail(!mend));
            case WEATHER -> weather(mend);
            case PROBES -> probes(mend);
            case ANCHORS -> anchors(mend);
            case CONTROL_TARGETS -> ownNetwork();
            case APPLICATION -> application(mend);
            case DEGRADED -> degraded(mend);
            case FLAP -> flap();
            case PUSH -> push(mend);
            case INGRESS -> ingress(mend);
            case CONTROLLER -> controller(mend);
            case WIPE -> restart("an empty disk", Optional.of(anyNode()).filter(this::othersKnowThePolicies), false);
            case OLD_JOURNAL -> restart("an old journal", Optional.of(anyNode()), true);
            case STALL -> stall();
            case POWER -> power(mend);
            case WALL_CLOCK -> wallClock();
            case DRIFT -> drift();
            case OVERRIDE -> override();
            case POLICY -> policy(false);
            case TRIAL -> trial(mend);
            case OLD_RULES -> oldRules();
            case ACTUATOR -> actuator();
        }
    }

    /** What was begun goes on. */
    void turn() {
        if (!later.isEmpty()) {
            List<Later> due =
                    later.stream().filter(each -> each.at <= cluster.now()).toList();
            later.removeAll(due);
            due.forEach(each -> {
                cluster.stir();
                each.act.run();
            });
        }
    }

    /** Everything is mended and started; the overrides go on. */
    void healAll() {
        say("all is mended");
        cluster.applications().mendAll();
        sites.forEach(site -> cluster.applications().powerOn(Site.of(site)));
        healControllers();
        cluster.network().mendAll();
    }

    /** Controllers are as they should be and hear one another, where there is power; applications and probes' ways stay as they are. */
    void healWords() {
        say("words pass again");
        healControllers();
    }

    private void healControllers() {
        later.clear();
        upsets += UPSETS_OF_A_HEALING;
        cluster.stir();
        cluster.network().mendWords();
        for (Node node : cluster.nodes()) {
            if (node.rules() < Node.NEWEST_RULES) {
                node.install(Node.NEWEST_RULES);
                node.kill();
            }
            node.drift(1);
            node.running().ifPresent(controller -> controller.actuator().behave(Manner.HONEST));
        }
        sites.stream()
                .filter(site -> cluster.applications().powered(Site.of(site)))
                .forEach(cluster::powerOn);
    }

    /** One vantage's way to one datacenter stays broken: others reach it, so that it must not matter (rule E3, mixed votes). */
    void breakOneWay() {
        String from = any(sites);
        String to = any(datacenters);
        if (sites.size() > 2 && !from.equals(to)) {
            say("probes " + from + " > " + to + " stay cut");
            cluster.network().cutProbes(from, to);
        }
    }

    /** A datacenter does not see its own applications for a while (rule E3). */
    void blindOne(long millis) {
        String site = any(datacenters);
        say("nothing of " + site + " is seen from inside");
        cluster.stir();
        cluster.at(site).forEach(node -> blind(node, true));
        later(millis, () -> cluster.at(site).forEach(node -> blind(node, false)));
    }

    private static void blind(Node node, boolean blind) {
        node.running().ifPresent(controller -> controller.blind(blind));
    }

    /** A person lets every latched incident return. */
    void release() {
        for (Node node : cluster.nodes()) {
            node.running()
                    .flatMap(Controller::last)
                    .ifPresent(last -> last.next().ceilings().forEach((service, ceiling) -> {
                        if (ceiling.epoch() > ceiling.releasedEpoch()) {
                            cluster.override(
                                    node.id.toString(),
                                    Operators.release(
                                            "r" + overrides++,
                                            service.value(),
                                            node.id.site().value(),
                                            ceiling.epoch()));
                        }
                    }));
        }
    }

    List<String> diary() {
        return diary;
    }

    Map<Fault, Integer> counts() {
        return counts;
    }

    /** How often anything began or ended that may be an incident. */
    int upsets() {
        return upsets;
    }

    int strikes() {
        return strikes;
    }

    private void link(boolean mend) {
        String from = any(sites);
        String to = any(sites);
        note((mend ? "mend link " : "cut link ") + from + " > " + to, () -> {
            if (mend) {
                cluster.network().mendLink(from, to);
            } else if (!from.equals(to)) {
                cluster.network().cutLink(from, to);
            }
        });
    }

    private void siblings() {
        Node one = anyNode();
        cluster.at(one.id.site().value()).stream()
                .filter(other -> other != one)
                .findFirst()
                .ifPresent(other -> note("cut " + one.id + " > " + other.id, () -> cluster.network()
                        .cutSiblings(one.id.toString(), other.id.toString())));
    }

    /** Neither words nor probes pass between two sites, or between one and all others; then its anchors may be gone too. */
    private void partition() {
        String one = any(sites);
        boolean whole = random.nextBoolean();
        boolean anchors = whole && random.nextBoolean();
        String other = any(sites);
        note("part " + one + " from " + (whole ? "all" : other) + (anchors ? ", its anchors too" : ""), () -> {
            (whole ? sites : List.of(other))
                    .stream().filter(each -> !each.equals(one)).forEach(each -> {
                        cluster.network().cutBothLinks(one, each);
                        cluster.network().cutProbes(one, each);
                        cluster.network().cutProbes(each, one);
                    });
            if (anchors) {
                cluster.network().cutAnchors(one);
            }
        });
    }

    private void weather(boolean fair) {
        Weather weather = fair
                ? Weather.FAIR
                : new Weather(random.nextDouble() * 0.4, random.nextDouble() * 0.3, random.nextInt(3_000));
        note("letters: " + weather, () -> cluster.network().weather(weather));
    }

    private void probes(boolean mend) {
        String from = any(sites);
        String to = any(datacenters);
        note((mend ? "mend probes " : "cut probes ") + from + " > " + to, () -> {
            if (mend) {
                cluster.network().mendProbes(from, to);
            } else {
                cluster.network().cutProbes(from, to);
            }
        });
    }

    private void anchors(boolean mend) {
        String site = any(sites);
        note((mend ? "mend anchors of " : "cut anchors of ") + site, () -> {
            if (mend) {
                cluster.network().mendAnchors(site);
            } else {
                cluster.network().cutAnchors(site);
            }
        });
    }

    private void ownNetwork() {
        Node node = anyNode();
        note("nothing near " + node.id + " answers it", () -> {
            cluster.network().cutControlTargets(node.id.toString());
            later(random.nextInt(1_000, 20_000), () -> cluster.network().mendControlTargets(node.id.toString()));
        });
    }

    private void application(boolean mend) {
        Instances instances = instances();
        note((mend ? "mend " : "fail ") + instances, () -> instances.set(cluster.applications(), mend));
    }

    private void degraded(boolean mend) {
        Instances instances = instances();
        double capacity = mend ? 1 : random.nextInt(1, 10) / 10.0;
        note(instances + " offers " + capacity, () -> cluster.applications()
                .degrade(instances.service, instances.datacenter, capacity));
    }

    private void flap() {
        Instances instances = instances();
        int times = random.nextInt(2, 8);
        int period = random.nextInt(300, 4_000);
        upsets += times;
        note(instances + " flaps " + times + " times, every " + period + " ms", () -> {
            for (int i = 0; i < 2 * times; i++) {
                boolean mend = i % 2 == 1;
                later((long) i * period, () -> instances.set(cluster.applications(), mend));
            }
        });
    }

    private void push(boolean mend) {
        Instances instances = instances();
        double capacity = mend ? 1 : random.nextInt(0, 4) / 4.0;
        note(instances.service + " in " + instances.datacenter + " says " + capacity, () -> cluster.applications()
                .push(instances.service, instances.datacenter, capacity));
    }

    private void ingress(boolean mend) {
        Instances instances = instances();
        String where = instances.service + " in " + instances.datacenter;
        note((mend ? "mend way into " : "break way into ") + where, () -> {
            if (mend) {
                cluster.applications().mendIngress(instances.service, instances.datacenter);
            } else {
                cluster.applications().breakIngress(instances.service, instances.datacenter);
            }
        });
    }

    private void controller(boolean start) {
        Node node = anyNode();
        if (cluster.applications().powered(node.id.site())) {
            note((start ? "start " : "kill ") + node.id, start ? node::start : node::kill);
        }
    }

    private void restart(String with, Optional<Node> which, boolean old) {
        which.filter(node -> cluster.applications().powered(node.id.site()))
                .ifPresent(node -> note("restart " + node.id + " with " + with, () -> {
                    Disk disk = old ? backups.getOrDefault(node, node.disk()) : Disk.empty(node.id);
                    backups.put(node, node.disk());
                    node.kill();
                    node.replaceDisk(disk);
                    node.start();
                }));
    }

    private boolean othersKnowThePolicies(Node node) {
        return cluster.nodes().stream()
                .anyMatch(other -> other != node
                        && shape.policies().stream()
                                .allMatch(policy -> knows(
                                        other, IntentKey.policy(policy.service().value())))
                        && knows(other, IntentKey.safety()));
    }

    private static boolean knows(Node node, IntentKey key) {
        return node.disk().book().inForce(key).isPresent();
    }

    private void stall() {
        Node node = anyNode();
        long millis = random.nextLong(500, 4_500);
        note("stall " + node.id + " for " + millis + " ms", () -> node.stall(millis));
    }

    private void power(boolean on) {
        String site = any(sites);
        note((on ? "power on " : "power off ") + site, () -> {
            if (on) {
                cluster.powerOn(site);
            } else {
                cluster.powerOff(site);
            }
        });
    }

    private void wallClock() {
        Node node = anyNode();
        long error = random.nextLong(-3_600_000, 3_600_000);
        note("wall clock of " + node.id + " is wrong by " + error, () -> node.wallError = error);
    }

    private void drift() {
        Node node = anyNode();
        double rate = 1 + (random.nextDouble() - 0.5) / 500;
        note("clock of " + node.id + " runs " + rate + " times as fast", () -> node.drift(rate));
    }

    private void override() {
        Node node = anyNode();
        if (!node.works()) {
            return;
        }
        List<TrafficOverride> standing = node.controller().intents().overrides();
        if (!standing.isEmpty() && random.nextInt(4) == 0) {
            TrafficOverride ended = standing.get(random.nextInt(standing.size()));
            note("end " + ended.id() + " at " + node.id, () -> cluster.end(node.id.toString(), ended));
            return;
        }
        String id = "o" + overrides++;
        String datacenter = any(datacenters);
        long millis = random.nextLong(2_000, 10_000);
        TrafficOverride order =
                switch (random.nextInt(8)) {
                    case 0 -> Operators.hardDrain(id, datacenter, millis);
                    case 1 -> Operators.pin(id, Map.of(datacenter, 1000), millis);
                    case 2 -> hold(id, node, millis);
                    case 3, 4 -> Operators.evacuate(id, datacenter, 2 * millis);
                    default -> Operators.drain(id, datacenter, millis);
                };
        note(order + " at " + node.id, () -> cluster.override(node.id.toString(), order));
    }

    private TrafficOverride hold(String id, Node seenAt, long millis) {
        Policy policy = anyPolicy();
        Map<String, Integer> seen = new TreeMap<>();
        seenAt.controller().served().service(policy.service()).ifPresent(plan -> plan.weights()
                .forEach((site, weight) -> seen.put(site.value(), weight)));
        return Operators.hold(id, policy.service().value(), seen, millis);
    }

    /** Somebody writes a policy anew, as it is: there may be another hand on the other side of a cut. */
    private void policy(boolean ofNewKind) {
        Node node = anyNode();
        Policy policy = anyPolicy();
        if (node.works() && (!ofNewKind || node.rules() == Node.NEWEST_RULES)) {
            note(
                    "policy of " + policy.service() + " written " + (ofNewKind ? "in a new way " : "") + "at "
                            + node.id,
                    () -> {
                        if (ofNewKind) {
                            cluster.policyOfNewKind(node.id.toString(), policy);
                        } else {
                            cluster.policy(node.id.toString(), policy);
                        }
                    });
        }
    }

    /** People try a service out: they write its policy, write another one, delete it, on any sides of a cut. */
    private void trial(boolean delete) {
        Node node = anyNode();
        Policy policy = shape.trial(random);
        if (!node.works()) {
            return;
        }
        if (delete) {
            note("trial deleted at " + node.id, () -> cluster.delete(node.id.toString(), policy.service()));
        } else {
            note("trial written at " + node.id, () -> cluster.policy(node.id.toString(), policy));
        }
    }

    /** A program is set back to the version before, or somebody uses what that one cannot read. */
    private void oldRules() {
        Node node = anyNode();
        if (random.nextBoolean()) {
            policy(true);
        } else if (cluster.applications().powered(node.id.site())) {
            note("restart " + node.id + " with the version before", () -> {
                node.install(Node.NEWEST_RULES - 1);
                node.kill();
                node.start();
            });
        }
    }

    private void actuator() {
        Node node = anyNode();
        Manner manner = MANNERS.get(random.nextInt(MANNERS.size()));
        note("name server of " + node.id + " is " + manner, () -> node.running()
                .ifPresent(controller -> controller.actuator().behave(manner)));
    }

    private record Instances(String service, String datacenter, List<String> endpoints) {

        void set(Applications applications, boolean well) {
            String[] all = endpoints.toArray(String[]::new);
            if (well) {
                applications.mend(service, datacenter, all);
            } else {
                applications.fail(service, datacenter, all);
            }
        }

        @Override
        public String toString() {
            return service + " in " + datacenter + " " + endpoints;
        }
    }

    /** The first endpoint of a service in a datacenter, or all of them. */
    private Instances instances() {
        Policy policy = anyPolicy();
        Site datacenter = Site.of(any(datacenters));
        List<String> all = Optional.ofNullable(policy.datacenters().get(datacenter)).stream()
                .flatMap(here -> here.endpoints().keySet().stream())
                .map(EndpointName::value)
                .toList();
        return new Instances(
                policy.service().value(), datacenter.value(), random.nextBoolean() ? all : all.subList(0, 1));
    }

    private void later(long millis, Runnable act) {
        later.add(new Later(cluster.now() + millis, act));
    }

    private void note(String what, Runnable act) {
        counts.merge(fault, 1, Integer::sum);
        say((strikes - 1) + " " + what);
        cluster.stir();
        act.run();
    }

    private void say(String what) {
        diary.add(cluster.time() + " " + what);
    }

    private Node anyNode() {
        return List.copyOf(cluster.nodes()).get(random.nextInt(cluster.nodes().size()));
    }

    private Policy anyPolicy() {
        return shape.policies().get(random.nextInt(shape.policies().size()));
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
