package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who votes on a datacenter (rule E2): east judges, with west and lake as the other datacenters. */
@Rule("E2")
class ElectorateTest {

    private final Speaker west = Speaker.of("west/a");
    private final Speaker lake = Speaker.of("lake/a").hearing(west);
    private final World east = World.of(
            "east/a",
            Topologies.of("east", "west", "lake").alone(),
            Policies.weighted("shop")
                    .in("east", 1, "e1")
                    .in("west", 1, "w1")
                    .in("lake", 1, "l1")
                    .build());

    @BeforeEach
    void allIsWell() {
        west.hearing(lake);
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served()).vote("shop", "lake", Votes.served());
        west.sees.serving("shop", "w1").vote("shop", "lake", Votes.served());
        lake.sees.serving("shop", "l1").vote("shop", "west", Votes.served());
        east.calm(west, lake);
    }

    private SortedSet<Site> electorate(String datacenter) {
        return east.state().sites().get(Site.of(datacenter)).electorate();
    }

    private void eastSees(String datacenter, boolean served) {
        east.sees.vote("shop", datacenter, served ? Votes.served() : Votes.unreachable());
    }

    @Test
    void allOthersVoteInCalm() {
        assertEquals(Topologies.sites("east", "lake"), electorate("west"));
        assertEquals(Topologies.sites("east", "west"), electorate("lake"));
        assertEquals(Topologies.sites("lake", "west"), electorate("east"));
    }

    @Test
    @Rule({"E2", "E6"})
    void minorityOfThreeKeepsItsElectorate() {
        eastSees("west", false);
        eastSees("lake", false);

        // East is cut off from both, though not from its anchors: it is the minority, and must not take itself for the
        // majority.
        east.run(50_000);

        assertEquals(Topologies.sites("east", "lake"), electorate("west"), "long after the memory of 30 s");
        assertEquals("hold", east.condition("shop", "west").word());
        assertEquals("hold", east.condition("shop", "lake").word());
        assertEquals(333, east.weight("shop", "west"), 1);
    }

    @Test
    @Rule({"E2", "E6"})
    void twoOfThreeDieTogether() {
        eastSees("west", false);
        eastSees("lake", false);

        east.run(61_000);
        assertEquals("hold", east.condition("shop", "west").word(), "missing voters stay missing");

        east.run(2_000);
        assertEquals("silent", east.condition("shop", "west").word(), "then onSilence decides");
        assertEquals("E6", east.conclusion("shop", "west").rule());
        assertEquals(1_000, east.weight("shop", "east"));
    }

    @Test
    void whoWasStaleFor30SecondsBeforeHasLeftTheElectorate() {
        east.run(33_000, west);
        assertEquals(Topologies.sites("east"), electorate("west"));
    }

    @Test
    void whoWasStaleForLessStaysMissing() {
        east.run(25_000, west);
        eastSees("west", false);

        east.run(25_000);

        assertEquals(Topologies.sites("east", "lake"), electorate("west"));
        assertEquals("hold", east.condition("shop", "west").word());
    }

    @Test
    void theElectorateThawsWhenTheDatacenterIsFreshAgain() {
        east.run(33_000, west);
        east.run(3_000);
        assertEquals(Topologies.sites("east"), electorate("west"));

        east.run(1_000, west, lake);

        assertEquals(Topologies.sites("east", "lake"), electorate("west"));
    }

    @Test
    @Rule({"E2", "G5"})
    void aStallOfOnesOwnSendsNobodyOutOfTheElectorate() {
        east.run(3_000, west);

        east.stall(60_000);
        east.run(250, west);

        assertEquals(
                Topologies.sites("east", "lake"), electorate("west"), "lake's silence counts from the stall's end");
    }

    @Test
    void aRestartedJudgeCountsEveryoneIn() {
        east.run(33_000, west);
        east.from(EngineState.fresh(2));

        east.run(500);

        assertEquals(Topologies.sites("east", "lake"), electorate("west"));
    }

    @Test
    @Rule({"E2", "G9"})
    void whoLeavesTheVotingSetLeavesTheElectorateAndWhoJoinsAFrozenOneWaits() {
        east.run(3_000, lake);
        eastSees("west", false);

        east.topology(Topologies.of("east", "west").and("north"));
        east.run(250, lake);

        assertEquals(Topologies.sites("east"), electorate("west"));
    }
}
