/** What the promise amounts to: years of outages, and the users who are not served meanwhile. */
@NullMarked
package io.counterweight.simulation.availability;

import org.jspecify.annotations.NullMarked;
