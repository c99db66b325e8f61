package io.counterweight.controller;

import java.util.stream.Collectors;

/** Why a controller does not start: one line, and the status that its process ends with. */
final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Only a change of the configuration file, or of a file that it names, mends it: to start again is in vain. */
    private static final int BAD_FILE = 78;
    /** What is in the way may go away by itself: a process that holds a port, a disk that is not there yet. */
    private static final int IN_THE_WAY = 1;

    private final int status;

    private CannotStart(int status, Throwable why) {
        super(why.getMessage() == null ? why.toString() : why.getMessage(), why);
        this.status = status;
    }

    static CannotStart badFile(Exception why) {
        return new CannotStart(BAD_FILE, why);
    }

    static CannotStart inTheWay(Exception why) {
        return new CannotStart(IN_THE_WAY, why);
    }

    /** The same from within what a framework made of it; what comes from the framework itself is in the way. */
    static CannotStart within(Throwable failure) {
        Throwable at = failure;
        while (!(at instanceof CannotStart) && at.getCause() != null) {
            at = at.getCause();
        }
        return at instanceof CannotStart told ? told : new CannotStart(IN_THE_WAY, at);
    }

    int status() {
        return status;
    }

    /** What a person is told, on one line whatever the cause's own words are. */
    String line() {
        return "counterweight cannot start: "
                + String.valueOf(getMessage()).lines().collect(Collectors.joining(" "));
    }
}
