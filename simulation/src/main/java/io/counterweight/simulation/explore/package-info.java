/**
 * Small worlds, exhaustively: every order of turns and every choice of a few faults, to a stated depth, under the invariants of the
 * simulation. Begin with {@link io.counterweight.simulation.explore.Exploration}.
 */
@NullMarked
package io.counterweight.simulation.explore;

import org.jspecify.annotations.NullMarked;
