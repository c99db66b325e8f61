package io.counterweight.engine.replay;

/**
 * A while of which nothing is recorded.
 *
 * @param from wall time in milliseconds of the last turn before it
 * @param to of the beginning after it
 * @param restarted whether the controller began a new life in it
 */
public record Gap(long from, long to, boolean restarted) {}
