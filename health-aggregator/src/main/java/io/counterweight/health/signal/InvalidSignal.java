package io.counterweight.health.signal;

/** A statement that cannot be taken: the message names field, value, rule and next step. */
public final class InvalidSignal extends Exception {

    private static final long serialVersionUID = 1;

    public InvalidSignal(String message) {
        super(message);
    }
}
