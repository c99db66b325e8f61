/** Identities: sites, controllers, services and endpoints. */
@NullMarked
package io.counterweight.engine.name;

import org.jspecify.annotations.NullMarked;
