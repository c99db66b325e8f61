package io.counterweight.engine.kit;

import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;
import java.util.TreeSet;

/** Voting sets: {@code Topologies.of("east", "west").and("witness")}. */
public final class Topologies {

    private final Topology topology;

    private Topologies(Topology topology) {
        this.topology = topology;
    }

    public static Topologies of(String... datacenters) {
        return new Topologies(new Topology(1, sites(datacenters), new TreeSet<>()));
    }

    public Topology and(String... witnesses) {
        return new Topology(topology.version(), topology.datacenters(), sites(witnesses));
    }

    public Topology alone() {
        return topology;
    }

    public static SortedSet<Site> sites(String... names) {
        SortedSet<Site> sites = new TreeSet<>();
        for (String name : names) {
            sites.add(Site.of(name));
        }
        return sites;
    }
}
