package io.counterweight.engine.name;

import java.util.Comparator;

/** A service in a datacenter. Written {@code service@datacenter}. */
public record Placement(ServiceName service, Site datacenter) implements Comparable<Placement> {

    private static final Comparator<Placement> ORDER =
            Comparator.comparing(Placement::service).thenComparing(Placement::datacenter);

    @Override
    public int compareTo(Placement other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return service + "@" + datacenter;
    }
}
