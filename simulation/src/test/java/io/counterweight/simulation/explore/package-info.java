@NullMarked
package io.counterweight.simulation.explore;

import org.jspecify.annotations.NullMarked;
