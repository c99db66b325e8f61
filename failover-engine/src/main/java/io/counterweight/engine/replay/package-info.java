/** What a controller received, decided again (rule W7): by the same policies bit for bit, by others for comparison. */
@NullMarked
package io.counterweight.engine.replay;

import org.jspecify.annotations.NullMarked;
