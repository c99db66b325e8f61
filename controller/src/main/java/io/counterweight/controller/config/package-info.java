/** The one configuration file. */
@NullMarked
package io.counterweight.controller.config;

import org.jspecify.annotations.NullMarked;
