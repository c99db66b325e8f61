@NullMarked
package io.counterweight.simulation.availability;

import org.jspecify.annotations.NullMarked;
