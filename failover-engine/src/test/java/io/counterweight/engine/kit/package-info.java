/**
 * What the tests of the core are written in: small builders that read like the sentence in the rule book.
 *
 * <ul>
 *   <li>{@code Policies.weighted("shop").in("east", 1, "e1", "e2").in("west", 1, "w1").build()}: a policy; every endpoint is its own
 *       published address unless {@code behind} puts a balancer in front of them.
 *   <li>{@code Topologies.of("east", "west").and("witness")}: datacenters, then witnesses.
 *   <li>{@code Sight}: what one controller sees, for {@code Observations} and for the body of a report:
 *       {@code sight.serving("shop", "e1").vote("shop", "west", Votes.served())}.
 *   <li>{@code Speaker.of("west/a")}: another controller. Its {@code sees} is a {@code Sight}; each {@code say()} gives its next
 *       report, with the sequence advanced.
 *   <li>{@code World.of("east/a", topology, policies...)}: one reader under a virtual clock. It hears speakers, looks at its own
 *       {@code sees}, and decides by {@code Engine.decide}: {@code world.calm(west, witness)} lets everybody be heard until all is
 *       fresh; {@code world.run(millis, west)} goes on in steps of 250 ms with only these speakers heard; {@code world.condition(
 *       "shop", "west")}, {@code weights("shop")} and {@code ceiling("shop")} tell what came of it.
 *   <li>{@code Seeded.cases(200, random -> ...)}: random cases; a failure names its seed, and {@code -Dseed=...} replays it alone.
 * </ul>
 *
 * <p>All of it is for one thread. Nothing here reads a clock.
 */
@NullMarked
package io.counterweight.engine.kit;

import org.jspecify.annotations.NullMarked;
