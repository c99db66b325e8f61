/** Incidents and ceilings: how traffic leaves fast and returns slowly. */
@NullMarked
package io.counterweight.engine.shift;

import org.jspecify.annotations.NullMarked;
