package io.counterweight.engine.kit;

import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;
import java.util.TreeSet;

/** Voting sets: {@code Topologies.of("east", "west").and("witness")}; as bootstrapped unless a person {@code changed} them. */
public final class Topologies {

    private final Topology topology;

    private Topologies(Topology topology) {
        this.topology = topology;
    }

    public static Topologies of(String... datacenters) {
        return new Topologies(new Topology(0, sites(datacenters), new TreeSet<>()));
    }

    public Topology and(String... witnesses) {
        return new Topology(topology.version(), topology.datacenters(), sites(witnesses));
    }

    public Topology alone() {
        return topology;
    }

    /** The same voting set, as a person's later write. */
    public static Topology changed(Topology topology) {
        return new Topology(topology.version() + 1, topology.datacenters(), topology.witnesses());
    }

    public static SortedSet<Site> sites(String... names) {
        SortedSet<Site> sites = new TreeSet<>();
        for (String name : names) {
            sites.add(Site.of(name));
        }
        return sites;
    }
}
