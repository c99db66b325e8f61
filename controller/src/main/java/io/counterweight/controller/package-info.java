/** The controller: wiring of the loop. */
@NullMarked
package io.counterweight.controller;

import org.jspecify.annotations.NullMarked;
