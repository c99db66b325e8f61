package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One controller's published word on one service.
 *
 * @param ceiling its own datacenter's ceiling; empty at a witness, and until a started controller has taken the merged one
 * @param incidents the incidents that this controller holds open, by datacenter, as epochs
 * @param ordered where nothing but people's orders opened the incident: it needs no release
 * @param applied the weights that this controller's own actuators serve, of the whole; empty until it serves any
 * @param settled whether it has served for at least one time to live since its start, so that clients are where it sends them
 * @param demand what all clients ask for, in the unit of the load, as the writer froze it at an incident that is open; empty in calm
 *     (rule W2)
 * @param stance its word on an exclusive service; empty of others, and of older versions, who agree to nothing (rule E7)
 * @param shed the part of the whole that its plan turns away, in thousandths (rule W2); 0 in reports of older versions, which shed nothing
 * @param homes what the own clients of each datacenter ask for, in mode nearest, as the writer froze it; empty in calm (rule W2)
 */
public record ServiceReport(
        ServiceObservation seen,
        Optional<Ceiling> ceiling,
        SortedMap<Site, Long> incidents,
        SortedSet<Site> ordered,
        SortedMap<Site, Integer> applied,
        boolean settled,
        OptionalDouble demand,
        Optional<Stance> stance,
        int shed,
        SortedMap<Site, Double> homes) {

    public ServiceReport {
        incidents = Frozen.map(incidents);
        ordered = Frozen.set(ordered);
        applied = Frozen.map(applied);
        homes = Frozen.map(homes);
    }

    ServiceReport with(Stance said) {
        return new ServiceReport(
                seen, ceiling, incidents, ordered, applied, settled, demand, Optional.of(said), shed, homes);
    }

    public static ServiceReport nothing() {
        return new ServiceReport(
                ServiceObservation.nothing(),
                Optional.empty(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                false,
                OptionalDouble.empty(),
                Optional.empty(),
                0,
                new TreeMap<>());
    }
}
