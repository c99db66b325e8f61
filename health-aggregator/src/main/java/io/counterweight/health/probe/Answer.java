package io.counterweight.health.probe;

import io.counterweight.health.format.Reading;

/** What came of one probe. */
public sealed interface Answer {

    /** Something answered; this is what it said. */
    record Read(Reading reading) implements Answer {}

    /** Nothing answered: refused, reset, no route. */
    record Unreachable(String reason) implements Answer {}

    /** The deadline passed. Void when this process itself was late (rule E4). */
    record TimedOut(long timeoutMillis) implements Answer {}
}
