/** Users: they resolve a name, honour its time to live, and call the address. */
@NullMarked
package io.counterweight.demo.traffic;

import org.jspecify.annotations.NullMarked;
