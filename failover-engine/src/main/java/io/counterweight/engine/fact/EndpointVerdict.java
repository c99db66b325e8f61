package io.counterweight.engine.fact;

/**
 * What a controller concludes, after damping, on one endpoint of its own datacenter.
 *
 * @param capacity share of the endpoint's capacity that it offers, 0 to 1; meaningful while serving
 * @param reason why, in words for a person
 * @param ageMillis for how long the state has stood when the report was made, on the writer's monotonic clock
 */
public record EndpointVerdict(State state, double capacity, String reason, long ageMillis) {

    /** The states of an endpoint, best last: when two controllers differ, the better one wins. */
    public enum State {
        UNKNOWN,
        FAILING,
        SERVING
    }

    public EndpointVerdict {
        if (!(capacity >= 0 && capacity <= 1)) {
            throw new IllegalArgumentException("capacity " + capacity + " is outside 0..1");
        }
    }

    public static EndpointVerdict serving(double capacity, String reason, long ageMillis) {
        return new EndpointVerdict(State.SERVING, capacity, reason, ageMillis);
    }

    public static EndpointVerdict failing(String reason, long ageMillis) {
        return new EndpointVerdict(State.FAILING, 0, reason, ageMillis);
    }

    public static EndpointVerdict unknown(String reason) {
        return new EndpointVerdict(State.UNKNOWN, 0, reason, 0);
    }

    /** The capacity offered: 0 unless serving. */
    public double offered() {
        return state == State.SERVING ? capacity : 0;
    }

    /** Of two words on one endpoint: serving wins, then the higher capacity, then the older word. */
    public EndpointVerdict better(EndpointVerdict other) {
        int byState = state.compareTo(other.state);
        if (byState != 0) {
            return byState > 0 ? this : other;
        }
        int byCapacity = Double.compare(capacity, other.capacity);
        if (byCapacity != 0) {
            return byCapacity > 0 ? this : other;
        }
        int byAge = Long.compare(ageMillis, other.ageMillis);
        if (byAge != 0) {
            return byAge > 0 ? this : other;
        }
        return reason.compareTo(other.reason) <= 0 ? this : other;
    }
}
