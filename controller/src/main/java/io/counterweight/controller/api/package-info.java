/** What people and programs call. */
@NullMarked
package io.counterweight.controller.api;

import org.jspecify.annotations.NullMarked;
