/** What is said in the log, and how often. */
@NullMarked
package io.counterweight.controller.log;

import org.jspecify.annotations.NullMarked;
