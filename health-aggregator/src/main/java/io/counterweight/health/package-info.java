/** Signals in, verdicts and votes out. */
@NullMarked
package io.counterweight.health;

import org.jspecify.annotations.NullMarked;
