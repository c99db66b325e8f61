package io.counterweight.engine.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import org.junit.jupiter.api.Test;

@Rule("G3")
class ReportOrderTest {

    private final Speaker west = Speaker.of("west/a");
    private final Speaker sibling = Speaker.of("west/b");
    private final World east = World.of(
            "east/a",
            Topologies.of("east", "west").alone(),
            Policies.weighted("shop")
                    .in("east", 1, "e1")
                    .in("west", 1, "w1", "w2")
                    .build());

    private World eastServing() {
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        return east;
    }

    private static Report asWritten(World writer, long incarnation, long sequence) {
        Speaker before = Speaker.of(writer.id.toString()).restarts(incarnation);
        Report report = before.say();
        while (report.stamp().sequence() < sequence) {
            report = before.say();
        }
        return report;
    }

    /** What a peer knows after these reports of east, each 250 ms after the other. */
    private static Facts peer(Report old, Report... later) {
        long now = 0;
        Facts facts = Facts.none(2_000).receive(old, now);
        for (Report report : later) {
            now += 250;
            facts = facts.receive(report, now);
        }
        return facts;
    }

    @Test
    void advancesItsOwnSequenceWithEachReport() {
        ReportStamp first = east.decide().report().stamp();

        assertEquals(first.next(), east.decide().report().stamp());
    }

    @Test
    void restoredOldJournalIsHeardAgain() {
        east.from(EngineState.fresh(3));
        Report remembered = asWritten(east, 7, 40);
        east.decide();

        east.hears(remembered);
        Report jumped = east.decide().report();

        assertEquals(new ReportStamp(8, 1), jumped.stamp(), "above what the peers remember");
        assertTrue(jumped.stamp().isAfter(remembered.stamp()));
    }

    @Test
    void emptyDiskEqualIncarnation() {
        Report remembered = asWritten(east, 1, 4_000);
        Report beforeItKnows = east.decide().report();
        assertFalse(beforeItKnows.stamp().isAfter(remembered.stamp()), "its peers take it for an old copy");

        east.hears(remembered);
        Report first = east.decide().report();
        Report second = east.decide().report();

        Facts peer = peer(remembered, beforeItKnows, first, second);
        assertEquals(2, first.stamp().incarnation());
        assertEquals(1, peer.fresh(Site.of("east"), 750).size(), "heard again after its second report");
    }

    @Test
    void whatItWroteItselfMakesNobodyJump() {
        Report own = east.decide().report();

        east.hears(own);

        assertEquals(own.stamp().next(), east.decide().report().stamp());
    }

    @Test
    void siblingsSplitInsideTheirDatacenter() {
        west.sees.serving("shop", "w1").failing("shop", "w2");
        sibling.sees.failing("shop", "w1").serving("shop", "w2");
        west.ceiling("shop", new Ceiling(1, 0.25, Ceiling.Phase.SOAKING, 10_000, 0));
        sibling.ceiling("shop", Ceiling.open());

        eastServing().calm(west, sibling);

        assertEquals(
                new Condition.Healthy(1), east.condition("shop", "west"), "each endpoint is served by one of them");
        assertEquals(125, east.weight("shop", "west"), "the ceiling that names the incident, here the lower, is read");
    }

    @Test
    void deafSiblingDoesNotBlockItsDatacenter() {
        west.sees.serving("shop", "w1", "w2");
        sibling.sees.serving("shop", "w1", "w2");
        west.ceiling("shop", new Ceiling(4, 1, Ceiling.Phase.OPEN, 0, 0));
        sibling.ceiling("shop", new Ceiling(3, 0, Ceiling.Phase.WAITING, 0, 0));

        eastServing().calm(west, sibling);

        assertEquals(
                500, east.weight("shop", "west"), "who hears nobody never names the incident, and holds nobody down");
    }

    @Test
    void aDeadSiblingsLastCeilingIsForgottenWithItsVoice() {
        west.sees.serving("shop", "w1", "w2");
        sibling.sees.serving("shop", "w1", "w2");
        west.ceiling("shop", new Ceiling(1, 0.25, Ceiling.Phase.SOAKING, 0, 0));
        sibling.ceiling("shop", new Ceiling(1, 0.5, Ceiling.Phase.SOAKING, 0, 0));
        eastServing().calm(west, sibling);

        east.run(3_000, west);
        int withoutSibling = east.weight("shop", "west");
        east.run(3_000);

        assertEquals(125, withoutSibling);
        assertEquals(125, east.weight("shop", "west"), "of a silent datacenter, who was silent long before has no say");
    }
}
