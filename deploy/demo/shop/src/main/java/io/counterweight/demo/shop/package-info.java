/** The demo's sample application. */
@NullMarked
package io.counterweight.demo.shop;

import org.jspecify.annotations.NullMarked;
