/** Services that may be active in one datacenter only (rule E7): the lease, the claim, and who must agree. */
@NullMarked
package io.counterweight.engine.exclusive;

import org.jspecify.annotations.NullMarked;
