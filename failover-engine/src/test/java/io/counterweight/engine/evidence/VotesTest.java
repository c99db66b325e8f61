package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which votes count (rule E1), as east judges west, with witnesses in the north and the south. */
@Rule("E1")
class VotesTest {

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a").hearing(west);
    private final Speaker south = Speaker.of("south/a").hearing(west);
    private final World east = World.of(
            "east/a",
            Topologies.of("east", "west").and("north", "south"),
            Policies.weighted("shop").in("east", 1, "e1").in("west", 1, "w1").build());

    @BeforeEach
    void allIsWell() {
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        west.sees.serving("shop", "w1");
        north.sees.vote("shop", "west", Votes.served());
        south.sees.vote("shop", "west", Votes.served());
        east.calm(west, north, south);
    }

    private String west() {
        return east.condition("shop", "west").word();
    }

    /** Shop in east and west, and a witness in north. */
    private static World seenByWest() {
        return World.of(
                "west/a",
                Topologies.of("east", "west").and("north"),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1")
                        .build());
    }

    @Test
    void aVoteCountsOnlyOnceItsVantageWasServed() {
        east.sees.vote("shop", "west", Votes.neverServed(Votes.unreachable()));
        north.sees.vote("shop", "west", Votes.neverServed(Votes.refused()));
        south.sees.vote("shop", "west", Votes.neverServed(Votes.refused()));

        east.run(1_000, west, north, south);
        assertEquals("hold", west(), "a wrong address was never served");

        east.run(3_000, north, south);
        assertEquals("hold", west());
    }

    @Test
    @Rule("E3")
    void holdsOnMixedVotes() {
        east.sees.vote("shop", "west", Votes.refused());
        north.sees.vote("shop", "west", Votes.unreachable());

        for (int turn = 0; turn < 40; turn++) {
            east.run(World.STEP_MILLIS, west, north, south);
            assertEquals(new Condition.Hold(true), east.condition("shop", "west"), "south alone is served");
            assertEquals(500, east.weight("shop", "west"));
        }
        assertTrue(east.decision().alarms().containsKey("hold:shop@west"));
    }

    @Test
    @Rule("W7")
    void theReasonSaysWhyAVantageIsNotServed() {
        east.sees.vote("shop", "west", new Vote(Vote.Result.REFUSED, true, Optional.empty(), "status 503", 0));
        east.run(1_000, west, north, south);

        String reason = east.conclusion("shop", "west").reason();
        assertTrue(reason.contains("east refused (status 503), north served"), reason);
    }

    @Test
    @Rule("W7")
    void theReasonIsThatOfTheVoteThatCounts() {
        Speaker deaf = Speaker.of("north/b");
        deaf.sees.vote("shop", "west", new Vote(Vote.Result.REFUSED, true, Optional.empty(), "status 404", 0));
        north.sees.vote("shop", "west", new Vote(Vote.Result.REFUSED, true, Optional.empty(), "status 503", 0));
        east.run(1_000, west, north, south, deaf);

        String reason = east.conclusion("shop", "west").reason();
        assertTrue(reason.contains("north refused (status 503)"), reason);
    }

    @Test
    void againstAFreshDatacenterAVoterMustHearIt() {
        north.hearing();
        south.hearing();
        east.sees.vote("shop", "west", Votes.refused());
        north.sees.vote("shop", "west", Votes.refused());
        south.sees.vote("shop", "west", Votes.refused());

        east.run(3_000, west, north, south);

        assertEquals("hold", west(), "north and south do not hear west: their votes are their own cuts");
    }

    @Test
    void anOldEchoIsNoEcho() {
        Report old = west.again();
        north.hearing().echo(old.writer(), old.stamp());
        south.hearing().echo(old.writer(), old.stamp());
        north.sees.vote("shop", "west", Votes.refused());
        south.sees.vote("shop", "west", Votes.refused());
        east.sees.vote("shop", "west", Votes.abstains());

        east.run(3_000, west, north, south);

        assertEquals("hold", west());
    }

    @Test
    void againstASilentDatacenterNoEchoIsAskedFor() {
        north.hearing();
        south.hearing();
        north.sees.vote("shop", "west", Votes.unreachable());
        south.sees.vote("shop", "west", Votes.unreachable());
        east.sees.vote("shop", "west", Votes.unreachable());

        east.run(3_000, north, south);

        assertEquals("lost", west());
    }

    @Test
    void anyServedControllerMakesItsVantageServed() {
        Speaker sibling = Speaker.of("north/b").hearing(west);
        sibling.sees.vote("shop", "west", Votes.served());
        north.sees.vote("shop", "west", Votes.refused());
        south.sees.vote("shop", "west", Votes.refused());

        east.run(1_000, west, north, sibling, south);

        assertEquals("healthy", west());
        assertTrue(east.conclusion("shop", "west").reason().contains("north served"));
    }

    @Test
    void aSilentControllersVoteIsGoneWithIt() {
        Speaker sibling = Speaker.of("north/b").hearing(west);
        sibling.sees.vote("shop", "west", Votes.served());
        east.run(1_000, west, north, sibling, south);
        east.sees.vote("shop", "west", Votes.refused());
        north.sees.vote("shop", "west", Votes.refused());
        south.sees.vote("shop", "west", Votes.refused());

        east.run(3_000, west, north, south);

        assertEquals("path-down", west());
    }

    @Test
    @Rule({"E1", "G5"})
    void aStalledControllerAbstains() {
        east.sees.vote("shop", "west", Votes.unreachable());
        north.sees.vote("shop", "west", Votes.unreachable()).abstaining(true);
        south.sees.vote("shop", "west", Votes.unreachable()).abstaining(true);

        east.run(3_000, north, south);

        assertEquals("hold", west(), "two of three have just stalled: their failures are their own");
    }

    @Test
    void noVoteComesFromTheDatacenterItself() {
        west.sees.vote("shop", "west", Votes.served());
        east.sees.vote("shop", "west", Votes.refused());
        north.sees.vote("shop", "west", Votes.refused());
        south.sees.vote("shop", "west", Votes.refused());

        east.run(1_000, west, north, south);

        assertEquals("path-down", west());
    }

    @Test
    @Rule({"E1", "E3"})
    void votesOfTheCutDoNotCountAfterTheHeal() {
        World self = seenByWest();
        Speaker eastern = Speaker.of("east/a");
        Speaker northern = Speaker.of("north/a");
        self.sees.serving("shop", "w1");
        Report beforeTheCut = self.decide().report();
        eastern.sees.serving("shop", "e1").vote("shop", "west", Votes.begunAfter(beforeTheCut, Votes.unreachable()));
        northern.sees.vote("shop", "west", Votes.begunAfter(beforeTheCut, Votes.unreachable()));

        // The link has healed: west hears what they saw during the cut, by probes that began before it was heard.
        self.run(3_000, eastern, northern);
        assertEquals("hold", self.condition("shop", "west").word());
        assertTrue(self.weight("shop", "west") > 0, "west keeps the load that it carries");

        // Only probes begun since they heard west again count against it.
        Report heard = self.decision().report();
        eastern.sees.vote("shop", "west", Votes.begunAfter(heard, Votes.unreachable()));
        northern.sees.vote("shop", "west", Votes.begunAfter(heard, Votes.unreachable()));
        self.run(500, eastern, northern);
        assertEquals("path-down", self.condition("shop", "west").word());
    }

    /** Started with an old journal, west hears of reports that it knows nothing of: the probes after these were made in its absence. */
    @Test
    @Rule({"E1", "G3"})
    void votesOnAnEarlierLifeDoNotCountAfterAnOldJournalWasRestored() {
        World self = seenByWest();
        Report earlier = Speaker.of("west/a").restarts(7).say();
        Speaker eastern = Speaker.of("east/a");
        Speaker northern = Speaker.of("north/a");
        self.sees.serving("shop", "w1");
        eastern.sees.serving("shop", "e1").vote("shop", "west", Votes.begunAfter(earlier, Votes.unreachable()));
        northern.sees.vote("shop", "west", Votes.begunAfter(earlier, Votes.unreachable()));

        self.run(3_000, eastern, northern);

        assertEquals("hold", self.condition("shop", "west").word());
    }

    @Test
    @Rule({"E2", "E3"})
    void whoIsServedAndCameBackAfterTheElectorateFrozeStillPreventsLoss() {
        east.run(33_000, west, north);
        east.sees.vote("shop", "west", Votes.unreachable());
        north.sees.vote("shop", "west", Votes.unreachable());
        assertEquals(Topologies.sites("east", "north"), electorate());

        east.run(3_000, north);
        assertEquals("lost", west());

        // South, which was away for longer than the electorate remembers, is heard again, and is served by west.
        east.run(1_000, north, south);
        assertEquals("hold", west(), "a datacenter that anybody reaches is not lost");
        assertEquals(Topologies.sites("east", "north"), electorate(), "and the electorate stays frozen");
    }

    private SortedSet<Site> electorate() {
        return east.state().sites().get(Site.of("west")).electorate();
    }
}
