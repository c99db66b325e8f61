package io.counterweight.demo.traffic;

/**
 * One user's request and what came of it.
 *
 * @param atNanos when it began ({@link System#nanoTime})
 * @param address that was called; empty when no name server told one
 * @param datacenter that answered; empty when it failed
 * @param error why it failed; empty when it did not
 */
public record Request(long atNanos, String service, String address, String datacenter, String error) {
    static Request served(long atNanos, String service, String address, String datacenter) {
        return new Request(atNanos, service, address, datacenter, "");
    }

    static Request failed(long atNanos, String service, String address, String error) {
        return new Request(atNanos, service, address, "", error);
    }

    public boolean failed() {
        return !error.isEmpty();
    }
}
