/**
 * Whole clusters of the core in one thread under a virtual clock: what a step brings to each controller is decided here, what a
 * controller makes of it by {@code Engine.decide} alone.
 *
 * <p>A {@link io.counterweight.simulation.Cluster} goes in steps of 250 ms. In each step mail arrives, every controller that is
 * alive takes one turn, and what it says is on its way until the next step. {@link io.counterweight.simulation.Network} has the
 * cuts, {@link io.counterweight.simulation.Applications} what serves, {@link io.counterweight.simulation.Operators} what
 * people want. Each controller has a monotonic clock with an origin, and a wall clock with an error, of its own.
 */
@NullMarked
package io.counterweight.simulation;

import org.jspecify.annotations.NullMarked;
