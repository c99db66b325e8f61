package io.counterweight.cli;

/** What was written on the command line cannot be meant; the message says what to write instead. */
final class WrongUse extends Exception {
    private static final long serialVersionUID = 1;

    WrongUse(String message) {
        super(message);
    }
}
