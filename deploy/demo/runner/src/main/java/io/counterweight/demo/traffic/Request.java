package io.counterweight.demo.traffic;

/**
 * One user's request and what came of it.
 *
 * @param atNanos when it began ({@link System#nanoTime})
 * @param datacenter that answered; empty when it failed
 * @param error why it failed; empty when it did not
 */
public record Request(long atNanos, String service, String datacenter, String error) {
    public boolean failed() {
        return !error.isEmpty();
    }
}
