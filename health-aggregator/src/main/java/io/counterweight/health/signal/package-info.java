/** What applications and monitors push. */
@NullMarked
package io.counterweight.health.signal;

import org.jspecify.annotations.NullMarked;
