/** The command {@code cw}: a thin client of a controller's API, and the replay of an exported recording without one. */
@NullMarked
package io.counterweight.cli;

import org.jspecify.annotations.NullMarked;
