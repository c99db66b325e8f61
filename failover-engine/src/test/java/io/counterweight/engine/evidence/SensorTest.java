package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broken sensor is not a broken datacenter, and dead applications are not a broken sensor (rules E3, E4). */
class SensorTest {

    private static final List<String> SERVICES = List.of("shop", "ledger", "search");

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a").hearing(west);
    private final World east = World.of("east/a", Topologies.of("east", "west").and("north"));

    private void calm(List<String> services) {
        for (String service : services) {
            east.policy(Policies.weighted(service)
                    .in("east", 1, "e1")
                    .in("west", 1, "w1")
                    .build());
            east.sees.serving(service, "e1");
            west.sees.serving(service, "w1");
            votes(service, Votes.served());
        }
        east.calm(west, north);
    }

    private void votes(String service, Vote vote) {
        east.sees.vote(service, "west", vote);
        north.sees.vote(service, "west", vote);
    }

    private void fails(String service, long ageMillis) {
        west.sees.verdict(service, EndpointVerdict.failing("times out", ageMillis), "w1");
    }

    private String west(String service) {
        return east.condition(service, "west").word();
    }

    @Test
    @Rule("E3")
    void allServicesFailingWhileOutsidersAreServedIsABadSensor() {
        calm(SERVICES);
        SERVICES.forEach(service -> fails(service, 4_000));
        fails("ledger", 14_000);
        east.run(1_000, west, north);

        for (String service : SERVICES) {
            assertEquals("hold", west(service), service);
            assertTrue(east.conclusion(service, "west").alarm());
            assertTrue(east.conclusion(service, "west").reason().contains("sensor is suspect"));
            assertEquals(500, east.weight(service, "west"));
        }
    }

    @Test
    @Rule("E3")
    void failuresThatCameOneAfterTheOtherAreBelieved() {
        calm(SERVICES);
        SERVICES.forEach(service -> fails(service, 4_000));
        fails("ledger", 14_001);

        east.run(1_000, west, north);

        assertEquals("failing", west("shop"));
    }

    @Test
    @Rule("E3")
    void twoServicesAreTooFewToSuspectASensor() {
        calm(SERVICES.subList(0, 2));
        SERVICES.subList(0, 2).forEach(service -> fails(service, 4_000));

        east.run(1_000, west, north);

        assertEquals("failing", west("shop"));
    }

    @Test
    @Rule("E3")
    void oneServiceThatServesShowsThatTheSensorWorks() {
        calm(SERVICES);
        fails("shop", 4_000);
        fails("ledger", 4_000);

        east.run(1_000, west, north);

        assertEquals("failing", west("shop"));
        assertEquals("healthy", west("search"));
    }

    @Test
    @Rule("E3")
    void aQuorumMustBeServedByMostOfThem() {
        calm(SERVICES);
        SERVICES.forEach(service -> fails(service, 4_000));
        votes("shop", Votes.refused());
        east.run(1_000, west, north);
        assertEquals("hold", west("ledger"), "both are served by two of three");

        north.sees.vote("ledger", "west", Votes.refused());
        east.run(1_000, west, north);
        assertEquals("failing", west("ledger"), "north is served by one of three");
    }

    @Test
    @Rule("E3")
    void anApplicationsOwnWordIsBelievedThoughTheSensorIsSuspect() {
        calm(SERVICES);
        SERVICES.forEach(service -> fails(service, 4_000));
        west.sees.pushed("shop", "shop-1", 0, 1);

        east.run(1_000, west, north);

        assertEquals("failing", west("shop"));
        assertEquals("hold", west("ledger"), "and the sensor stays suspect for the others");
    }

    @Test
    @Rule({"E4", "E3"})
    void everyApplicationDeadIsNotSelfDistrust() {
        calm(SERVICES);
        for (String service : SERVICES) {
            fails(service, 4_000);
            votes(service, Votes.refused());
        }

        east.run(1_000, west, north);

        for (String service : SERVICES) {
            assertEquals("failing", west(service), "its control targets answer, so its word stands");
            assertEquals(0, east.weight(service, "west"));
        }
    }

    @Test
    @Rule("E4")
    void aWordWithdrawnLeavesTheVotesToDecide() {
        calm(SERVICES);
        SERVICES.forEach(service -> fails(service, 4_000));
        west.sees.wordWithdrawn(true);

        east.run(1_000, west, north);

        assertEquals("hold", west("shop"));
        assertTrue(east.conclusion("shop", "west").reason().contains("control targets"));
    }

    @Test
    @Rule({"E4", "G3"})
    void whileASiblingsWordStandsTheDatacenterHasAWord() {
        calm(SERVICES);
        fails("shop", 4_000);
        west.sees.wordWithdrawn(true);
        Speaker sibling = Speaker.of("west/b");
        sibling.sees.serving("shop", "w1");

        east.run(1_000, west, sibling, north);

        assertEquals("healthy", west("shop"));
    }

    @Test
    @Rule({"E4", "E1"})
    void aVantageThatDistrustsItsSensorWithdrawsItsVotesToo() {
        calm(SERVICES);
        votes("shop", Votes.unreachable());
        north.sees.wordWithdrawn(true);

        east.run(3_000, north);

        assertEquals("hold", west("shop"), "north's failures may be its own");
        assertEquals("E6", east.conclusion("shop", "west").rule());
    }

    @Test
    @Rule({"E4", "E1"})
    void whatItReachesItReachesThoughItDistrustsItsSensor() {
        calm(SERVICES);
        east.sees.vote("shop", "west", Votes.unreachable());
        north.sees.wordWithdrawn(true);

        east.run(3_000, north);

        assertEquals("hold", west("shop"));
        assertEquals("E3", east.conclusion("shop", "west").rule(), "north is served");
    }
}
