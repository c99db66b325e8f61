package io.counterweight.simulation;

import io.counterweight.engine.intent.IntentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Breaks and mends a cluster at random, and writes down what it did. What it breaks is chosen from the faults that are allowed. */
final class Chaos {

    /** Kinds of trouble. */
    enum Fault {
        LINK,
        SIBLINGS,
        MAIL,
        PROBES,
        ANCHORS,
        APPLICATION,
        INGRESS,
        CONTROLLER,
        WIPE,
        STALL,
        POWER,
        WALL_CLOCK,
        OVERRIDE
    }

    private final Cluster cluster;
    private final Random random;
    private final List<Fault> allowed;
    private final List<String> diary = new ArrayList<>();
    private final List<String> sites;
    private final List<String> datacenters;
    private int overrides;

    Chaos(Cluster cluster, Random random, List<Fault> allowed, List<String> datacenters) {
        this.cluster = cluster;
        this.random = random;
        this.allowed = allowed;
        this.datacenters = datacenters;
        this.sites = cluster.nodes().stream()
                .map(node -> node.id.site().value())
                .distinct()
                .toList();
    }

    /** One thing breaks or is mended. */
    void strike() {
        Fault fault = allowed.get(random.nextInt(allowed.size()));
        boolean mend = random.nextInt(3) == 0;
        switch (fault) {
            case LINK -> link(mend);
            case SIBLINGS -> siblings();
            case MAIL ->
                note("mail is " + (mend ? "kept" : "lost"), () -> cluster.network()
                        .losesMail(!mend));
            case PROBES -> probes(mend);
            case ANCHORS -> anchors(mend);
            case APPLICATION -> application(mend);
            case INGRESS -> ingress(mend);
            case CONTROLLER -> controller(mend, false);
            case WIPE -> controller(mend, true);
            case STALL -> stall();
            case POWER -> power(mend);
            case WALL_CLOCK -> wallClock();
            case OVERRIDE -> override();
        }
    }

    /** Everything is mended and started; the overrides go on. */
    void healAll() {
        note("all is mended", () -> {
            cluster.network().mendAll();
            cluster.applications().mendAll();
            sites.forEach(cluster::powerOn);
        });
    }

    List<String> diary() {
        return diary;
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

    private void application(boolean mend) {
        String datacenter = any(datacenters);
        String[] endpoints = random.nextBoolean()
                ? new String[] {datacenter.charAt(0) + "1"}
                : new String[] {datacenter.charAt(0) + "1", datacenter.charAt(0) + "2"};
        note((mend ? "mend " : "fail ") + String.join(", ", endpoints), () -> {
            if (mend) {
                cluster.applications().mend("shop", datacenter, endpoints);
            } else {
                cluster.applications().fail("shop", datacenter, endpoints);
            }
        });
    }

    private void ingress(boolean mend) {
        String datacenter = any(datacenters);
        note((mend ? "mend way into " : "break way into ") + datacenter, () -> {
            if (mend) {
                cluster.applications().mendIngress("shop", datacenter);
            } else {
                cluster.applications().breakIngress("shop", datacenter);
            }
        });
    }

    private void controller(boolean start, boolean wipe) {
        Node node = anyNode();
        if (!cluster.applications().powered(node.id.site()) || wipe && !othersKnowThePolicy(node)) {
            return;
        }
        note((start ? "start " : wipe ? "restart with an empty disk " : "kill ") + node.id, () -> {
            if (start) {
                node.start();
                return;
            }
            node.kill();
            if (wipe) {
                node.replaceDisk(Disk.empty(node.id));
                node.start();
            }
        });
    }

    private boolean othersKnowThePolicy(Node node) {
        return cluster.nodes().stream()
                .anyMatch(other -> other != node
                        && !other.disk().book().living(IntentKey.POLICY).isEmpty());
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

    private void override() {
        Node node = anyNode();
        if (!node.works()) {
            return;
        }
        String id = "o" + overrides++;
        String datacenter = any(datacenters);
        long millis = random.nextLong(2_000, 10_000);
        var order =
                switch (random.nextInt(4)) {
                    case 0 -> Operators.hardDrain(id, datacenter, millis);
                    case 1 -> Operators.pin(id, Map.of(datacenter, 1000), millis);
                    default -> Operators.drain(id, datacenter, millis);
                };
        note(order + " at " + node.id, () -> cluster.override(node.id.toString(), order));
    }

    private void note(String what, Runnable act) {
        diary.add(cluster.now() + " " + what);
        act.run();
    }

    private Node anyNode() {
        return List.copyOf(cluster.nodes()).get(random.nextInt(cluster.nodes().size()));
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
