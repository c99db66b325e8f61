package io.counterweight.engine.shift;

import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;

/** West's controller, whose datacenter carries nothing after an incident that is over, and returns. */
final class ReturningWest {
    private ReturningWest() {}

    static World of(Shifting shifting, Speaker east) {
        World west = World.of(
                "west/a",
                Topologies.of("east", "west").alone(),
                Policies.weighted("shop")
                        .in("east", 1, "e")
                        .in("west", 1, "w")
                        .capacity("east", 100)
                        .capacity("west", 100)
                        .shifting(shifting)
                        .build());
        west.sees.serving("shop", "w").load("shop", 0).vote("shop", "east", Votes.served());
        east.sees.serving("shop", "e").vote("shop", "west", Votes.served());
        west.calm(east);
        east.incident("shop", "west", 1);
        west.run(500, east);
        east.noIncident("shop", "west");
        return west;
    }
}
