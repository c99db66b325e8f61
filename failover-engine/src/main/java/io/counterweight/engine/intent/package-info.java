/** What people want: policies, topology and overrides, and how concurrent edits merge. */
@NullMarked
package io.counterweight.engine.intent;

import org.jspecify.annotations.NullMarked;
