/** What is watched: endpoints from inside, published addresses from outside, and the peers that tell a dead target from a dead self. */
@NullMarked
package io.counterweight.health.watch;

import org.jspecify.annotations.NullMarked;
