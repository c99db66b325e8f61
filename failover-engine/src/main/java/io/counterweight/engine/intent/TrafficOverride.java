package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An operator's word against automation (rule W6).
 *
 * @param id unique, chosen when it was accepted
 * @param service one service; empty for every service
 * @param owner the name behind the token that made it
 * @param hard a hard drain is never reopened by fail-open; a hard pin or hold does not yield to loss
 * @param breakGlass the safety rules were broken open for it, explicitly
 * @param lengthMillis how long it is to last in all
 * @param known of a pin or a hold: the latest incident of every place when it was accepted, where there was one; empty where its writer
 *     did not say. To what returns from a later one it gives no more than the ceiling
 */
public record TrafficOverride(
        String id,
        Action action,
        Optional<ServiceName> service,
        String owner,
        String reason,
        boolean hard,
        boolean breakGlass,
        long lengthMillis,
        Optional<SortedMap<Placement, Long>> known) {

    public TrafficOverride {
        known = known.map(epochs -> Frozen.map(epochs));
    }

    /** One whose writer did not say which incidents it knew of. */
    public TrafficOverride(
            String id,
            Action action,
            Optional<ServiceName> service,
            String owner,
            String reason,
            boolean hard,
            boolean breakGlass,
            long lengthMillis) {
        this(id, action, service, owner, reason, hard, breakGlass, lengthMillis, Optional.empty());
    }

    /** What is asked for. */
    public sealed interface Action {
        /** Weight 0 for a datacenter. */
        record Drain(Site datacenter) implements Action {}

        /** Weight 0 for a datacenter, of one layer of its services after the other: callers before callees (rule W5). */
        record Evacuate(Site datacenter) implements Action {}

        /** These weights, of the whole, whatever the policy says. */
        record Pin(SortedMap<Site, Integer> weights) implements Action {
            public Pin {
                weights = Frozen.map(weights);
            }
        }

        /**
         * The weights of the moment it was accepted.
         *
         * @param captured by service
         * @param regional by service and region, of services that are spread by region
         */
        record Hold(
                SortedMap<ServiceName, SortedMap<Site, Integer>> captured,
                SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> regional)
                implements Action {
            public Hold {
                captured = Frozen.map(captured);
                regional = Frozen.map(regional);
            }

            /** A region that is younger than the hold was answered like no known region when it was accepted. */
            private Hold seenIn(Region region) {
                SortedMap<ServiceName, SortedMap<Site, Integer>> here = new TreeMap<>(captured);
                regional.forEach((service, weights) -> {
                    SortedMap<Site, Integer> own = weights.get(region);
                    if (own != null) {
                        here.put(service, own);
                    }
                });
                return new Hold(here, Collections.emptySortedMap());
            }
        }

        /** An exclusive service belongs in this datacenter, whoever is silent (rule E7). */
        record Promote(Site datacenter) implements Action {}

        /**
         * Lets latched incidents return: of each service those up to this epoch, and none to come.
         *
         * @param upTo percent of the policy share; 100 is all the way
         */
        record Release(Site datacenter, SortedMap<ServiceName, Long> epochs, int upTo) implements Action {

            /** All the way. */
            public Release(Site datacenter, SortedMap<ServiceName, Long> epochs) {
                this(datacenter, epochs, ALL);
            }

            /** Of the policy share, in percent. */
            public static final int ALL = 100;

            public Release {
                epochs = Frozen.map(epochs);
            }
        }
    }

    /** What it asks for the clients of one region. */
    public TrafficOverride seenIn(Region region) {
        return action instanceof Action.Hold hold ? with(hold.seenIn(region)) : this;
    }

    /** The same order with another action. */
    public TrafficOverride with(Action other) {
        return new TrafficOverride(id, other, service, owner, reason, hard, breakGlass, lengthMillis, known);
    }

    /** The same, accepted when these were the latest incidents. */
    public TrafficOverride knowing(SortedMap<Placement, Long> epochs) {
        return new TrafficOverride(
                id, action, service, owner, reason, hard, breakGlass, lengthMillis, Optional.of(epochs));
    }

    /** Whether a datacenter's incident is later than it, so that its ceiling bounds what it gives: a hard one yields to nothing. */
    public boolean yieldsTo(Placement place, long incident) {
        return !hard
                && known.filter(epochs -> incident > epochs.getOrDefault(place, 0L))
                        .isPresent();
    }

    public boolean concerns(ServiceName name) {
        return service.isEmpty() || service.get().equals(name);
    }
}
