/** Weights out by DNS: the built-in authoritative server. */
@NullMarked
package io.counterweight.dns;

import org.jspecify.annotations.NullMarked;
