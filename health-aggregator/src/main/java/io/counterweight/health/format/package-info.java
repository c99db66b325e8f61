/** What applications answer when they are asked for their health: one parser for each format. */
@NullMarked
package io.counterweight.health.format;

import org.jspecify.annotations.NullMarked;
