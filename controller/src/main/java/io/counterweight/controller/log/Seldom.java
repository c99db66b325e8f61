package io.counterweight.controller.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether a line is worth a place in the log: what is tried several times a second would fill it with a few sentences. */
public final class Seldom {
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_SENTENCES = 64;

    private final LongSupplier nanos;
    private final Map<String, Long> said = new HashMap<>();

    public Seldom(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** True for a sentence that was not said within the last minute, while no more than so many others were. */
    public synchronized boolean worthSaying(String sentence) {
        long now = nanos.getAsLong();
        said.values().removeIf(at -> now - at >= AGAIN_NANOS);
        if (said.size() >= MOST_SENTENCES || said.containsKey(sentence)) {
            return false;
        }
        said.put(sentence, now);
        return true;
    }

    /** All is well, so that the same sentences would be news. */
    public synchronized void forget() {
        said.clear();
    }
}
