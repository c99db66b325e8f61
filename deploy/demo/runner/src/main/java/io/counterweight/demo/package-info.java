/** The two-datacenter demo and the process kit behind it. */
@NullMarked
package io.counterweight.demo;

import org.jspecify.annotations.NullMarked;
