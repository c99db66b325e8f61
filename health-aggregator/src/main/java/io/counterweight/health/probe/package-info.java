/** Asking endpoints for their health. */
@NullMarked
package io.counterweight.health.probe;

import org.jspecify.annotations.NullMarked;
