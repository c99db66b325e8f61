/** Ties tests to the numbered rules of the rule book. */
package io.counterweight.rules;
