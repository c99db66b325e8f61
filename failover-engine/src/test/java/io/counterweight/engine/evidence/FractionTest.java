package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.evidence.Condition.Degraded;
import io.counterweight.engine.evidence.Condition.Healthy;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a datacenter offers by its own word, and which addresses are answered (rule E1). */
@Rule("E1")
class FractionTest {

    private final Speaker west = Speaker.of("west/a");
    private final Speaker sibling = Speaker.of("west/b");
    private final World east = World.of(
            "east/a",
            Topologies.of("east", "west").alone(),
            Policies.weighted("shop")
                    .in("east", 1, "e1")
                    .in("west", 1, "w1", "w2", "w3", "w4")
                    .build());

    private Condition west(Speaker... heard) {
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        east.calm(heard);
        return east.condition("shop", "west");
    }

    private List<String> answered() {
        return east.decision().plan().service(ServiceName.of("shop")).orElseThrow().shares().stream()
                .filter(share -> share.datacenter().equals(Site.of("west")))
                .map(DatacenterShare::addresses)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFractionIsServingEndpointsOfAll() {
        west.sees.serving("shop", "w1", "w2", "w3").failing("shop", "w4");

        assertEquals(new Degraded(0.75), west(west));
    }

    @Test
    void theLowestLivePushedCapacityMultipliesIt() {
        west.sees
                .serving("shop", "w1", "w2")
                .failing("shop", "w3", "w4")
                .pushed("shop", "w1", 0.9, 1)
                .pushed("shop", "monitor", 0.4, 1);

        assertEquals(new Degraded(0.2), west(west));
    }

    @Test
    void ofOneSenderTheLatestWordCountsWhicheverControllerItTold() {
        west.sees.serving("shop", "w1", "w2", "w3", "w4").pushed("shop", "monitor", 0.1, 7);
        sibling.sees.serving("shop", "w1", "w2", "w3", "w4").pushed("shop", "monitor", 1, 8);

        assertEquals(new Healthy(1), west(west, sibling));
    }

    @Test
    void anApplicationThatSaysFailingIsBelievedThoughItsProbesServe() {
        west.sees.serving("shop", "w1", "w2", "w3", "w4").pushed("shop", "monitor", 0, 1);

        assertEquals("failing", west(west).word());
        assertTrue(east.conclusion("shop", "west").reason().contains("the application says"));
    }

    @Test
    void anEndpointMayOfferLessThanAllOfItself() {
        west.sees.serving("shop", 0.5, "w1", "w2", "w3", "w4");

        assertEquals(new Degraded(0.5), west(west));
    }

    @Test
    @Rule("G4")
    void whatIsNotProbedYetLowersNoFraction() {
        west.sees.serving("shop", "w1", "w2").unknown("shop", "w3", "w4");

        assertEquals(new Healthy(1), west(west));
    }

    @Test
    @Rule("G4")
    void proberDeathKeepsTheFraction() {
        west.sees.serving("shop", "w1", "w2", "w3");
        sibling.sees.serving("shop", "w3", "w4");
        assertEquals(new Healthy(1), west(west, sibling));

        west.sees.unknown("shop", "w4");
        for (int turn = 0; turn < 20; turn++) {
            east.run(World.STEP_MILLIS, west);
            assertEquals(new Healthy(1), east.condition("shop", "west"), "turn " + turn);
            assertEquals(500, east.weight("shop", "west"), "turn " + turn);
        }
    }

    @Test
    void withNothingServingAndSomethingUnknownThereIsNoWord() {
        west.sees.failing("shop", "w1", "w2", "w3").unknown("shop", "w4");
        east.sees.vote("shop", "west", Votes.abstains());
        east.sees.serving("shop", "e1");
        east.calm(west);

        assertEquals("hold", east.condition("shop", "west").word());
    }

    @Test
    void theReasonNamesWhichEndpointOffersLessAndWhy() {
        west.sees
                .serving("shop", "w1", "w2", "w3")
                .verdict("shop", EndpointVerdict.serving(0.5, "degraded: disk", 0), "w4");
        west(west);

        String reason = east.conclusion("shop", "west").reason();
        assertTrue(reason.contains("4 of 4 endpoints serve; w4 offers 50 %: degraded: disk"), reason);
    }

    @Test
    void theReasonNamesWhichEndpointFailsAndWhy() {
        west.sees
                .serving("shop", "w1", "w2", "w3")
                .verdict("shop", EndpointVerdict.failing("connection refused", 0), "w4");
        west(west);

        String reason = east.conclusion("shop", "west").reason();
        assertTrue(reason.contains("3 of 4") && reason.contains("w4: connection refused"), reason);
    }

    @Test
    void anAddressKnownDeadFromInsideIsNotAnswered() {
        west.sees.serving("shop", "w1", "w3", "w4").failing("shop", "w2");
        west(west);

        assertEquals(List.of("10.2.0.1", "10.2.0.3", "10.2.0.4"), answered());
    }

    @Test
    void ofASilentDatacenterTheAddressesLastKnownAliveAreAnswered() {
        west.sees.serving("shop", "w1", "w3", "w4").failing("shop", "w2");
        west(west);

        east.run(5_000);

        assertEquals(List.of("10.2.0.1", "10.2.0.3", "10.2.0.4"), answered());
    }

    @Test
    void withEveryAddressDeadAllAreAnsweredRatherThanNone() {
        west.sees.failing("shop", "w1", "w2", "w3", "w4");
        west(west);

        assertEquals(4, answered().size());
    }

    @Test
    void aVirtualAddressInFrontIsAnsweredWhateverStandsBehindIt() {
        east.policy(Policies.weighted("shop")
                .in("east", 1, "e1")
                .in("west", 1, "w1", "w2", "w3", "w4")
                .behind("west", "192.0.2.10")
                .build());
        west.sees.serving("shop", "w1").failing("shop", "w2", "w3", "w4");
        west(west);

        assertEquals(List.of("192.0.2.10"), answered());
    }
}
