package io.counterweight.simulation.explore;

import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.simulation.Cluster;
import io.counterweight.simulation.Disk;
import io.counterweight.simulation.Operators;
import io.counterweight.simulation.SteppedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that can happen to one small world. */
final class Troubles {

    /** As long as its reader's bound on a stall, and longer. */
    private static final int STALLED_STEPS = 3;

    /** Longer than a report is fresh. */
    private static final int SLOW_STEPS = 6;

    private static final int ORDERED_STEPS = 6;

    private final SmallWorld world;
    private final List<Trouble> all = new ArrayList<>();

    private Troubles(SmallWorld world) {
        this.world = world;
    }

    /** In the order in which several at one moment are taken. */
    static List<Trouble> of(SmallWorld world, SteppedCluster calm) {
        Troubles troubles = new Troubles(world);
        world.sites().forEach(site -> troubles.ofSite(site, calm));
        world.sites().forEach(from -> world.sites().forEach(to -> troubles.between(from, to)));
        world.datacenters().forEach(troubles::ofDatacenter);
        return List.copyOf(troubles.all);
    }

    private void ofSite(String site, SteppedCluster calm) {
        String controller = site + "/a";
        all.add(Trouble.beside(
                "kill " + controller, controller, cluster -> cluster.cluster().kill(controller), start(controller)));
        all.add(Trouble.beside(
                "wipe " + controller, controller, cluster -> cluster.wipe(controller), start(controller)));
        Disk old = calm.journal(controller);
        all.add(Trouble.beside(
                "restore " + controller, controller, cluster -> cluster.restore(controller, old), start(controller)));
        all.add(Trouble.once(
                "stall " + controller, true, cluster -> cluster.stall(controller, STALLED_STEPS * world.stepMillis())));
        all.add(Trouble.lasting(
                "power " + site, controller, cluster -> cluster.cluster().powerOff(site), cluster -> cluster.cluster()
                        .powerOn(site)));
        all.add(Trouble.lasting(
                "anchors " + site,
                "anchors " + site,
                cluster -> cluster.cluster().network().cutAnchors(site),
                cluster -> cluster.cluster().network().mendAnchors(site)));
        all.add(Trouble.lasting(
                "near " + controller,
                "near " + controller,
                cluster -> cluster.cluster().network().cutControlTargets(controller),
                cluster -> cluster.cluster().network().mendControlTargets(controller)));
        all.add(Trouble.lasting("part " + site, "part " + site, cluster -> part(cluster.cluster(), site), cluster -> {
            join(cluster.cluster(), site);
        }));
    }

    private static java.util.function.Consumer<SteppedCluster> start(String controller) {
        return cluster -> cluster.cluster().start(controller);
    }

    /** Nothing passes between this site and all others, its anchors among them. */
    private void part(Cluster cluster, String site) {
        cluster.network().cutAnchors(site);
        for (String other : world.sites()) {
            if (!other.equals(site)) {
                cluster.network().cutBothLinks(site, other);
                cluster.network().cutProbes(site, other);
                cluster.network().cutProbes(other, site);
            }
        }
    }

    private void join(Cluster cluster, String site) {
        cluster.network().mendAnchors(site);
        for (String other : world.sites()) {
            if (!other.equals(site)) {
                cluster.network().mendLink(site, other);
                cluster.network().mendLink(other, site);
                cluster.network().mendProbes(site, other);
                cluster.network().mendProbes(other, site);
            }
        }
    }

    private void between(String from, String to) {
        String way = from + ">" + to;
        if (!from.equals(to)) {
            all.add(Trouble.beside(
                    "cut " + way,
                    "link " + way,
                    cluster -> cluster.cluster().network().cutLink(from, to),
                    cluster -> cluster.cluster().network().mendLink(from, to)));
            all.add(Trouble.once(
                    "slow " + way, true, cluster -> cluster.slow(from, to, SLOW_STEPS * world.stepMillis())));
        }
        if (world.datacenters().contains(to)) {
            all.add(Trouble.lasting(
                    "probes " + way,
                    "probes " + way,
                    cluster -> cluster.cluster().network().cutProbes(from, to),
                    cluster -> cluster.cluster().network().mendProbes(from, to)));
        }
    }

    private void ofDatacenter(String site) {
        for (String service : world.services().names()) {
            String place = service + "@" + site;
            String endpoint = SmallWorld.endpoint(site);
            all.add(Trouble.lasting(
                    "fail " + place,
                    place,
                    cluster -> cluster.cluster().applications().fail(service, site, endpoint),
                    cluster -> cluster.cluster().applications().mend(service, site, endpoint)));
            all.add(Trouble.lasting(
                    "refuse " + place,
                    "way in " + place,
                    cluster -> cluster.cluster().applications().breakIngress(service, site),
                    cluster -> cluster.cluster().applications().mendIngress(service, site)));
        }
        long length = ORDERED_STEPS * world.stepMillis();
        for (String by : world.datacenters()) {
            order(by, Operators.drain("drain-" + site + "-by-" + by, site, length));
        }
        order(site, Operators.hardDrain("hard-drain-" + site, site, length));
        order(site, Operators.pin("pin-to-" + site, Map.of(site, 1000), length));
    }

    private void order(String by, TrafficOverride order) {
        String controller = by + "/a";
        all.add(Trouble.order(
                "order " + order.id(), controller, cluster -> cluster.cluster().override(controller, order)));
    }
}
