package io.counterweight.controller.intent;

import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Sheddable;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads how clients may be turned away that nobody has room for. */
final class ShedReader {
    private static final int MOST_ADDRESSES = 16;
    private static final double MOST = 0.5;

    private ShedReader() {}

    static Optional<Sheddable> read(Fields policy, Mode mode, SortedMap<Site, DatacenterPolicy> places) {
        if (!policy.has("sheddable")) {
            return Optional.empty();
        }
        if (mode == Mode.NEAREST || mode == Mode.EXCLUSIVE) {
            throw new InvalidIntent(
                    "sheddable",
                    "is not read with mode " + Fields.written(mode) + ", which turns nobody away: leave it out");
        }
        if (places.values().stream().anyMatch(place -> place.capacity().isEmpty())) {
            throw new InvalidIntent(
                    "sheddable", "needs the capacity of every datacenter: without it nobody knows what does not fit");
        }
        Fields fields = policy.object("sheddable").only("addresses", "most");
        List<String> addresses = fields.addresses("addresses", MOST_ADDRESSES);
        if (addresses.isEmpty()) {
            throw new InvalidIntent(
                    fields.at("addresses"), "is empty: name what clients are given that are turned away");
        }
        addresses.stream()
                .filter(address -> places.values().stream()
                        .flatMap(place -> place.published().stream())
                        .anyMatch(published -> published.address().equals(address)))
                .findFirst()
                .ifPresent(address -> {
                    throw new InvalidIntent(
                            fields.at("addresses"),
                            address + " is published by a datacenter, which would be sent what it has no room for");
                });
        double most = fields.share("most", MOST);
        if (most <= 0 || most > Sheddable.MOST) {
            throw new InvalidIntent(fields.at("most"), most + " is not above 0 and at most " + Sheddable.MOST);
        }
        return Optional.of(new Sheddable(addresses, most));
    }
}
