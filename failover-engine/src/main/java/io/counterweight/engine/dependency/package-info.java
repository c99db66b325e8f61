/** Services that need one another in the same datacenter: they move together (rule W5). */
@NullMarked
package io.counterweight.engine.dependency;

import org.jspecify.annotations.NullMarked;
