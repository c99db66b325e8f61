package io.counterweight.simulation;

/** Since when one thing has held without a break, at each look. For one thread. */
final class Lasting {

    private long since = -1;

    /**
     * Looks once more.
     *
     * @param now milliseconds
     * @return since when it has held; later than any moment where it does not
     */
    long since(boolean holds, long now) {
        since = !holds ? -1 : since < 0 ? now : since;
        return holds ? since : Long.MAX_VALUE;
    }
}
