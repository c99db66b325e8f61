/** What a datacenter carries, read from metrics. */
@NullMarked
package io.counterweight.health.load;

import org.jspecify.annotations.NullMarked;
