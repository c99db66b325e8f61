package io.counterweight.health.probe;

/** Whoever wants to know how a target is. Called on the event loop. */
public interface Subject {

    /** A probe begins; what is returned comes back with its answer. */
    Object begin();

    /** A probe ended. */
    void answered(Object begun, Answer answer);

    /** While in doubt, probes come at the confirm interval, on fresh connections. */
    boolean inDoubt();

    /** Whether it is taken to serve: then an answer that lets itself be waited for is doubt as well. */
    boolean serves();

    /** How long between probes in calm, in milliseconds. */
    long intervalMillis();
}
