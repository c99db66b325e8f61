/** What happened, for people on a terminal, for people with a browser, and for programs. */
@NullMarked
package io.counterweight.demo.report;

import org.jspecify.annotations.NullMarked;
