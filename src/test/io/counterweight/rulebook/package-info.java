/** What the build checks about itself: every rule is held by tests, and the arrows between the modules point one way. */
package io.counterweight.rulebook;
