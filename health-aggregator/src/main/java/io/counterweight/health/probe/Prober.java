package io.counterweight.health.probe;

import io.vertx.core.Future;

/**
 * Asks one kind of target. Called, and answering, on one event loop.
 */
interface Prober {

    /**
     * Asks once. The future fails only where there was no room to ask: that says nothing of the target.
     *
     * @param fresh on a connection of its own, not on the held one
     * @param closed told when a connection that is held on to this target closes
     * @param over completed when the asker waits no longer: whatever is still open for this probe is then closed
     */
    Future<Answer> ask(Target target, boolean fresh, Runnable closed, Future<?> over);

    void close();
}
