package io.counterweight.health.load;

/** What was read says nothing of the load; the message says why. */
final class InvalidMetrics extends Exception {
    private static final long serialVersionUID = 1;

    InvalidMetrics(String message) {
        super(message);
    }
}
