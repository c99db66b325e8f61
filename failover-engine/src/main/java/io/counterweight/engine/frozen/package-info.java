/** Sorted maps and sets that never change. */
@NullMarked
package io.counterweight.engine.frozen;

import org.jspecify.annotations.NullMarked;
