/** What controllers tell one another: reports, their order, their freshness and their merges. */
@NullMarked
package io.counterweight.engine.fact;

import org.jspecify.annotations.NullMarked;
