package io.counterweight.cli;

/** Something cannot be read or reached; the message says what, and what to do. */
final class Cannot extends Exception {
    private static final long serialVersionUID = 1;

    Cannot(String message) {
        super(message);
    }
}
