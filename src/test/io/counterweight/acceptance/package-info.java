/** Acceptance and chaos tests over real processes. */
package io.counterweight.acceptance;
