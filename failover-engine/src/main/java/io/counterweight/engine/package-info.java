/**
 * The pure core: values in, decisions out. It knows no clock, thread, socket or logger; time arrives as an argument.
 *
 * <p>Read it in this order: {@code name} (identities), {@code fact} (what controllers tell one another), {@code intent} (what
 * people want), {@code evidence} (what the facts amount to), {@code dependency} (who moves with whom), {@code shift} (incidents and ceilings), {@code safety} (what no plan
 * may break), {@code plan} (weights to serve), {@code explain} (why, in words), {@code replay} (deciding again what was recorded).
 */
@NullMarked
package io.counterweight.engine;

import org.jspecify.annotations.NullMarked;
