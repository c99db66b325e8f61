/** Real processes on loopback: sites, controllers, applications, and the forwarders by which cuts are made from outside. */
@NullMarked
package io.counterweight.demo.kit;

import org.jspecify.annotations.NullMarked;
