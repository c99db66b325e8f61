/** What the demo does to its two datacenters, and what it expects of them. */
@NullMarked
package io.counterweight.demo.scenario;

import org.jspecify.annotations.NullMarked;
