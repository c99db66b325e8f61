/** The demo's Spring Boot application. */
@NullMarked
package io.counterweight.demo.ledger;

import org.jspecify.annotations.NullMarked;
