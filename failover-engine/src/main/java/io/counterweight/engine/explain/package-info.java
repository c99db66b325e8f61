/** What is served, since when, why, what was refused and what would change it, in plain words (rule W7). */
@NullMarked
package io.counterweight.engine.explain;

import org.jspecify.annotations.NullMarked;
