package io.counterweight.health;

import io.counterweight.engine.name.Placement;

/** What a published address's watch is held under. */
public record VoteKey(Placement place, String address, int port) implements Comparable<VoteKey> {
    @Override
    public int compareTo(VoteKey other) {
        int order = place.compareTo(other.place);
        order = order == 0 ? address.compareTo(other.address) : order;
        return order == 0 ? Integer.compare(port, other.port) : order;
    }
}
