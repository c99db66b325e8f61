package io.counterweight.controller.intent;

import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.RoleHook;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Reads the part of a policy that says where the service is. */
final class PlacesReader {
    private static final int MOST_ENDPOINTS = 256;
    private static final int MOST_WEIGHT = 1_000_000;
    private static final int LAST_PRIORITY = 1000;
    private static final double MOST_CAPACITY = 1e12;
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration HOOK_DEADLINE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(100);
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(10);

    private PlacesReader() {}

    static SortedMap<Site, DatacenterPolicy> read(Fields fields, Mode mode, SortedSet<Site> datacenters) {
        SortedMap<Site, DatacenterPolicy> places = new TreeMap<>();
        fields.objects().forEach((name, place) -> {
            Site site = Fields.name(place.path(), name, Site::of);
            if (!datacenters.contains(site)) {
                throw new InvalidIntent(place.path(), "is no datacenter of the topology, which has " + datacenters);
            }
            DatacenterPolicy read = place(place, mode);
            refuseAddressOfAnother(place.path(), read, places);
            places.put(site, read);
        });
        if (places.isEmpty()) {
            throw new InvalidIntent("datacenters", "is empty: name at least one datacenter of " + datacenters);
        }
        if (mode == Mode.WEIGHTED && places.values().stream().allMatch(place -> place.weight() == 0)) {
            throw new InvalidIntent("datacenters", "have weight 0 everywhere: give one a weight above 0");
        }
        refuseHalfCapacities(places);
        return places;
    }

    /** What the one could carry says nothing while nobody knows what the other carries. */
    private static void refuseHalfCapacities(SortedMap<Site, DatacenterPolicy> places) {
        places.forEach((site, place) -> {
            boolean another =
                    places.values().stream().anyMatch(each -> each.capacity().isPresent());
            if (place.capacity().isEmpty() && another) {
                throw new InvalidIntent(
                        "datacenters." + site + ".capacity",
                        "is missing, though another datacenter has one: give it in all of them or in none");
            }
        });
    }

    /** An address that stands for two datacenters could be taken from neither. */
    private static void refuseAddressOfAnother(
            String field, DatacenterPolicy place, SortedMap<Site, DatacenterPolicy> others) {
        place.published()
                .forEach(mine -> others.forEach((site, other) -> other.published().stream()
                        .filter(theirs -> theirs.address().equals(mine.address()) && theirs.port() == mine.port())
                        .findFirst()
                        .ifPresent(same -> {
                            throw new InvalidIntent(
                                    field,
                                    "publishes " + mine.address() + " with port " + mine.port() + ", which datacenters."
                                            + site + " publishes too: give each datacenter its own");
                        })));
    }

    private static DatacenterPolicy place(Fields fields, Mode mode) {
        fields.only("weight", "priority", "endpoints", "published", "capacity", "load", "hook");
        SortedMap<EndpointName, Endpoint> endpoints = new TreeMap<>();
        List<PublishedAddress> own = new ArrayList<>();
        fields.object("endpoints").objects().forEach((text, each) -> {
            Endpoint endpoint = endpoint(each, Fields.name(each.path(), text, EndpointName::of));
            endpoints.values().stream()
                    .filter(other -> other.address().equals(endpoint.address()) && other.port() == endpoint.port())
                    .findFirst()
                    .ifPresent(other -> {
                        throw new InvalidIntent(
                                each.path(), "has the address and port of '" + other.name() + "': name each once");
                    });
            endpoints.put(endpoint.name(), endpoint);
            own.add(published(each, endpoint));
        });
        if (endpoints.isEmpty() || endpoints.size() > MOST_ENDPOINTS) {
            throw new InvalidIntent(
                    fields.at("endpoints"), "has " + endpoints.size() + " entries: use 1 to " + MOST_ENDPOINTS);
        }
        return new DatacenterPolicy(
                fields.integer("weight", 0, MOST_WEIGHT, 100),
                mode == Mode.WEIGHTED
                        ? fields.integer("priority", 1, LAST_PRIORITY, 1)
                        : fields.integer("priority", 1, LAST_PRIORITY),
                endpoints,
                fields.has("published") ? virtual(fields) : own,
                fields.has("capacity")
                        ? OptionalDouble.of(fields.amount("capacity", MOST_CAPACITY))
                        : OptionalDouble.empty(),
                LoadSourceReader.read(fields),
                hook(fields, mode));
    }

    private static Optional<RoleHook> hook(Fields fields, Mode mode) {
        if (!fields.has("hook")) {
            return Optional.empty();
        }
        Fields hook = fields.object("hook").only("url", "deadline");
        if (mode != Mode.EXCLUSIVE) {
            throw new InvalidIntent(
                    fields.at("hook"),
                    "is for mode exclusive, where an application takes over and stands down: leave it out");
        }
        return Optional.of(new RoleHook(
                CalledUrl.HOOK.check(hook.at("url"), hook.text("url")),
                hook.time("deadline", HOOK_DEADLINE, SHORTEST_DEADLINE, LONGEST_DEADLINE)));
    }

    private static Endpoint endpoint(Fields fields, EndpointName name) {
        fields.only("address", "port", "published", "publishedPort");
        return new Endpoint(name, fields.address("address"), fields.integer("port", 1, HIGHEST_PORT));
    }

    private static PublishedAddress published(Fields fields, Endpoint endpoint) {
        return new PublishedAddress(
                fields.has("published") ? fields.address("published") : endpoint.address(),
                fields.integer("publishedPort", 1, HIGHEST_PORT, endpoint.port()),
                Optional.of(endpoint.name()));
    }

    /** Addresses in front of all endpoints; then no endpoint has one of its own. */
    private static List<PublishedAddress> virtual(Fields fields) {
        fields.object("endpoints").objects().values().stream()
                .filter(each -> each.has("published") || each.has("publishedPort"))
                .findFirst()
                .ifPresent(each -> {
                    throw new InvalidIntent(
                            each.at("published"),
                            "stands beside " + fields.at("published") + ", which is in front of all: keep one of them");
                });
        List<PublishedAddress> published = new ArrayList<>();
        fields.object("published").objects().forEach((text, each) -> {
            each.only("address", "port");
            published.add(new PublishedAddress(
                    each.address("address"), each.integer("port", 1, HIGHEST_PORT), Optional.empty()));
        });
        if (published.isEmpty() || published.size() > MOST_ENDPOINTS) {
            throw new InvalidIntent(
                    fields.at("published"),
                    "has " + published.size() + " entries: use 1 to " + MOST_ENDPOINTS + ", or leave it out");
        }
        return published;
    }
}
