/** What the engine received, on the disk beside the journal, so that it can be decided again (rule W7). */
@NullMarked
package io.counterweight.controller.recording;

import org.jspecify.annotations.NullMarked;
