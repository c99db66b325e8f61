/** What this controller sees by itself, tried against real servers on loopback and under a virtual clock. */
@NullMarked
package io.counterweight.health;

import org.jspecify.annotations.NullMarked;
