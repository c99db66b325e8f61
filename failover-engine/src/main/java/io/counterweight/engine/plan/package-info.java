/** Weights: from targets to the plan that actuators serve. */
@NullMarked
package io.counterweight.engine.plan;

import org.jspecify.annotations.NullMarked;
