package io.counterweight.simulation.explore;

import java.util.List;
import java.util.Locale;

/** The services of a small world. */
public enum Services {
    /** One, half of it in each datacenter. */
    ONE("shop"),
    /** Beside it another by priority, east first. */
    TWO("shop,cart"),
    /** Beside it another, half in each, that needs it. */
    NEEDING("shop,cart"),
    /** One that is active in one datacenter at a time, east first. */
    EXCLUSIVE("shop");

    private final String names;

    Services(String names) {
        this.names = names;
    }

    /** Fails for any other word, and says which there are. */
    static Services parse(String word) {
        return List.of(values()).stream()
                .filter(each -> each.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "SERVICES=" + word + " is none of " + List.of(values()) + ": choose one of these"));
    }

    List<String> names() {
        return List.of(names.split(","));
    }

    boolean exclusive() {
        return this == EXCLUSIVE;
    }

    /** Whether its traffic is spread, and not all in one datacenter. */
    boolean spread(String service) {
        return this != EXCLUSIVE && (this == NEEDING || service.equals(names().getFirst()));
    }

    /** What a service needs in the same datacenter. */
    List<String> needs(String service) {
        return this == NEEDING && !service.equals(names().getFirst()) ? names().subList(0, 1) : List.of();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
