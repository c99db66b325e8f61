/** What no plan may break. */
@NullMarked
package io.counterweight.engine.safety;

import org.jspecify.annotations.NullMarked;
