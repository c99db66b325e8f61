/** Observe, exchange, decide, actuate, confirm. */
@NullMarked
package io.counterweight.controller.loop;

import org.jspecify.annotations.NullMarked;
