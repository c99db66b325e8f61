/** How fast: deaths at random moments, every trial printed. */
@NullMarked
package io.counterweight.demo.bench;

import org.jspecify.annotations.NullMarked;
