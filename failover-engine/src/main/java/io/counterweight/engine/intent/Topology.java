package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;
import java.util.TreeSet;

/** The voting set: which sites are datacenters and which are witnesses (rule G9). */
public record Topology(long version, SortedSet<Site> datacenters, SortedSet<Site> witnesses) {

    public Topology {
        datacenters = Frozen.set(datacenters);
        witnesses = Frozen.set(witnesses);
        for (Site witness : witnesses) {
            if (datacenters.contains(witness)) {
                throw new IllegalArgumentException("site " + witness + " is both a datacenter and a witness");
            }
        }
    }

    /** Whether this site is a datacenter or a witness of it. */
    public boolean votes(Site site) {
        return datacenters.contains(site) || witnesses.contains(site);
    }

    /** Every site that votes. */
    public SortedSet<Site> sites() {
        SortedSet<Site> all = new TreeSet<>(datacenters);
        all.addAll(witnesses);
        return Frozen.set(all);
    }
}
