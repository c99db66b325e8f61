/** What must outlive the process. */
@NullMarked
package io.counterweight.controller.journal;

import org.jspecify.annotations.NullMarked;
