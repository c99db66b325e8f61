package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything fails at once, in two datacenters: what outsiders are served by is not drained for it. */
@Rule("W4")
class MassFailureTest {

    private static final List<String> SERVICES = List.of("shop", "ledger", "search", "mail");

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a").hearing(west);
    private final World east = World.of("east/a", Topologies.of("east", "west").and("north"));

    private void calm() {
        for (String service : SERVICES) {
            east.policy(Policies.weighted(service)
                    .in("east", 1, "e1")
                    .in("west", 1, "w1")
                    .build());
            east.sees.serving(service, "e1").vote(service, "west", Votes.served());
            west.sees.serving(service, "w1").vote(service, "east", Votes.served());
            north.sees.vote(service, "east", Votes.served()).vote(service, "west", Votes.served());
        }
        east.calm(west, north);
    }

    /** Three of four services fail by probes in both datacenters: six of eight. */
    private void mostFail(long apartMillis) {
        for (String service : SERVICES.subList(0, 3)) {
            east.sees.verdict(service, EndpointVerdict.failing("times out", 1_000), "e1");
            west.sees.verdict(service, EndpointVerdict.failing("times out", 1_000 + apartMillis), "w1");
        }
    }

    private void votesOnWest(Vote vote) {
        for (String service : SERVICES) {
            east.sees.vote(service, "west", vote);
            north.sees.vote(service, "west", vote);
        }
    }

    @Test
    void whatOutsidersAreServedByIsHeldAndTold() {
        calm();
        mostFail(0);
        east.run(1_000, west, north);

        assertEquals("hold", east.condition("shop", "west").word());
        assertEquals("W4", east.conclusion("shop", "west").rule());
        assertEquals(500, east.weight("shop", "west"));
        assertEquals("hold", east.condition("shop", "east").word(), "its own too");
        assertTrue(east.decision().alarms().containsKey("mass-failure:east/a"));
    }

    @Test
    void whatOutsidersConfirmLeavesAtOnce() {
        calm();
        mostFail(0);
        votesOnWest(Votes.refused());
        east.run(3_000, west, north);

        assertEquals("failing", east.condition("shop", "west").word());
        assertEquals(0, east.weight("shop", "west"));
    }

    @Test
    void anApplicationsOwnWordIsAlwaysBelieved() {
        calm();
        mostFail(0);
        west.sees.pushed("shop", "app", 0, 1);
        east.run(1_000, west, north);

        assertEquals("failing", east.condition("shop", "west").word());
        assertEquals(0, east.weight("shop", "west"));
    }

    @Test
    @Rule("E3")
    void aLostDatacenterIsDrainedInTheMidstOfIt() {
        calm();
        mostFail(0);
        votesOnWest(Votes.refused());
        east.run(5_000, north);

        assertEquals("lost", east.condition("shop", "west").word());
        assertEquals(0, east.weight("mail", "west"));
    }

    @Test
    void failuresThatBeganApartAreBelieved() {
        calm();
        mostFail(60_000);
        east.run(1_000, west, north);

        assertEquals("failing", east.condition("shop", "west").word());
        assertFalse(east.decision().alarms().containsKey("mass-failure:east/a"));
    }

    @Test
    void theShareIsTheDeployments() {
        calm();
        east.deployment(new DeploymentSafety(
                20, Duration.ofMinutes(10), 4, new DeploymentSafety.MassFailure(0.8, Duration.ofSeconds(10))));
        mostFail(0);
        east.run(1_000, west, north);

        assertEquals("failing", east.condition("shop", "west").word());
    }
}
