/** What people want: read, checked, journaled, decoded for the engine. */
@NullMarked
package io.counterweight.controller.intent;

import org.jspecify.annotations.NullMarked;
