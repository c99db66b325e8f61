/** The checks are checked: rules that are broken on purpose, and whether the simulation notices. */
@NullMarked
package io.counterweight.simulation.broken;

import org.jspecify.annotations.NullMarked;
