package io.counterweight.engine.replay;

import java.time.Instant;

/**
 * Where this version of the rules, or a recording that is not whole, leads elsewhere than the controller went.
 *
 * @param at wall time in milliseconds
 */
public record Departure(long at, String what) {

    /** In one sentence. */
    public String text() {
        return Instant.ofEpochMilli(at) + ": " + what;
    }
}
