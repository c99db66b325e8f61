package io.counterweight.controller.gossip;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether a line is worth a place in the log: links are tried several times a second, and would fill it with one sentence. */
final class Seldom {
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private String last = "";
    private long at;

    Seldom(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** True for a sentence that is not the last one, or that was last said a minute ago. */
    synchronized boolean worthSaying(String sentence) {
        long now = nanos.getAsLong();
        if (sentence.equals(last) && now - at < AGAIN_NANOS) {
            return false;
        }
        last = sentence;
        at = now;
        return true;
    }

    /** All is well, so that the same sentence would be news. */
    synchronized void forget() {
        last = "";
    }
}
