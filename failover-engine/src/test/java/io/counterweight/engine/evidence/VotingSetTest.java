package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.kit.Writer;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** The voting set is an intent like any other, and the evidence follows it (rule G9). */
@Rule("G9")
class VotingSetTest {

    private static final Map<String, Topology> SETS = Map.of(
            "with lake", Topologies.of("east", "west", "lake").and("north"),
            "without north", Topologies.of("east", "west").alone());

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a").hearing(west);
    private final Speaker lake = Speaker.of("lake/a");
    private final World east = World.of(
            "east/a",
            Topologies.of("east", "west").and("north"),
            Policies.weighted("shop")
                    .in("east", 1, "e1")
                    .in("west", 1, "w1")
                    .in("lake", 1, "l1")
                    .build());

    private void calm() {
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        west.sees.serving("shop", "w1");
        north.sees.vote("shop", "west", Votes.served());
        lake.sees.serving("shop", "l1");
        east.calm(west, north);
    }

    private static Topology inForce(Writer writer) {
        return SETS.get(writer.book()
                .inForce(IntentKey.votingSet())
                .flatMap(IntentEntry::body)
                .orElseThrow());
    }

    @Test
    @Rule({"G7", "G9"})
    void addAndRemoveADatacenterDuringACut() {
        calm();
        Writer atEast = Writer.of("east/a");
        Writer atWest = Writer.of("west/a");
        IntentEntry added = atEast.writes(IntentKey.votingSet(), "with lake", 2_000);
        IntentEntry removed = atWest.writes(IntentKey.votingSet(), "without north", 1_000);

        // East alone knows of lake: nobody has heard it, so it gets nothing, and it is one more voter whose vote is
        // missing.
        east.run(3_000, north);
        east.topology(inForce(atEast)).run(1_000, north);
        assertEquals("never-heard", east.condition("shop", "lake").word());
        assertEquals(0, east.weight("shop", "lake"));
        assertFalse(electorate("west").contains(Site.of("lake")), "west's electorate was frozen before");

        // After the heal one voting set is in force on both sides, whichever way the news came, and the other one is
        // shown.
        atEast.takes(removed);
        atWest.takes(added);
        assertEquals(inForce(atEast), inForce(atWest));
        assertEquals(SETS.get("with lake"), inForce(atEast), "the higher stamp");
        assertEquals(List.of(removed), atEast.book().conflicts(IntentKey.votingSet()));

        east.run(1_000, west, north);
        assertEquals(Topologies.sites("east", "lake", "north"), electorate("west"), "thawed, with one voter more");
    }

    @Test
    void aPolicyMayNameADatacenterThatDoesNotVoteYetAndItGetsNothing() {
        calm();

        assertEquals("never-heard", east.condition("shop", "lake").word());
        assertEquals("G9", east.conclusion("shop", "lake").rule());
        assertEquals(0, east.weight("shop", "lake"));
    }

    @Test
    void whoWasTakenOutVotesNoLonger() {
        calm();
        east.sees.vote("shop", "west", Votes.unreachable());

        east.topology(SETS.get("without north")).run(1_000, west, north);

        assertEquals(Topologies.sites("east"), electorate("west"));
        assertEquals(
                "hold", east.condition("shop", "west").word(), "north's vote counts no longer, one voter is too few");
    }

    private SortedSet<Site> electorate(String datacenter) {
        return east.state().sites().get(Site.of(datacenter)).electorate();
    }
}
