/** From noisy signals to verdicts, as pure functions. */
@NullMarked
package io.counterweight.health.damping;

import org.jspecify.annotations.NullMarked;
