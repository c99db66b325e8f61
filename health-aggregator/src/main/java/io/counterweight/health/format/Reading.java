package io.counterweight.health.format;

/** What one answer says of its sender's health. Reasons are short and on one line, whatever the answer held. */
public sealed interface Reading {

    /** What a statement such as "degraded" without a number is taken for. */
    double DEGRADED = 0.5;

    /**
     * It serves.
     *
     * @param capacity share of its capacity that it offers, above 0, at most 1
     */
    record Serving(double capacity, String reason) implements Reading {
        public Serving {
            reason = Line.of(reason);
        }
    }

    record Failing(String reason) implements Reading {
        public Failing {
            reason = Line.of(reason);
        }
    }

    /** It answered, but made no statement that can be relied on. */
    record Unknown(String reason) implements Reading {
        public Unknown {
            reason = Line.of(reason);
        }
    }

    static Reading serving(String reason) {
        return new Serving(1, reason);
    }

    /** This reading, if it serves, at no more than this capacity. */
    default Reading atMost(double capacity, String why) {
        return this instanceof Serving serving && serving.capacity() > capacity
                ? new Serving(capacity, serving.reason() + ", " + why)
                : this;
    }
}
