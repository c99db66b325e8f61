/** What the facts at hand amount to, for one service in one datacenter. */
@NullMarked
package io.counterweight.engine.evidence;

import org.jspecify.annotations.NullMarked;
