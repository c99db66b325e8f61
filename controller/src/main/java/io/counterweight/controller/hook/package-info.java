/** What applications are told over HTTP, and what they answer. */
@NullMarked
package io.counterweight.controller.hook;

import org.jspecify.annotations.NullMarked;
