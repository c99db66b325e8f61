/** What travels between controllers. */
@NullMarked
package io.counterweight.controller.wire;

import org.jspecify.annotations.NullMarked;
