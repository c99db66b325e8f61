package io.counterweight.demo.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What name servers say of a service that may be active in one datacenter only. */
class SpellsTest {
    private static final List<String> EAST = List.of("east");
    private static final List<String> WEST = List.of("west");
    private static final List<String> NOWHERE = List.of();
    private final Spells spells = new Spells();

    /** It is asked at this moment and answers one later. */
    private void say(String server, List<String> datacenters, long askedAt) {
        spells.answered(server, datacenters, askedAt, askedAt + 1);
    }

    @Test
    void handoverThroughNowhereContradictsNothing() {
        say("a", WEST, 0);
        say("a", WEST, 10);
        say("b", WEST, 10);
        say("b", WEST, 20);
        say("a", NOWHERE, 20);
        say("b", NOWHERE, 30);
        say("a", EAST, 40);
        say("a", EAST, 50);
        say("b", EAST, 60);
        assertEquals(List.of(), spells.contradictions());
        assertEquals(OptionalLong.of(41), spells.firstNamed("east", 0));
        assertEquals(OptionalLong.of(20), spells.lastNamed("west", 41));
    }

    @Test
    void nameServersThatNamedDifferentDatacentersAtOneMomentAreFound() {
        say("a", WEST, 0);
        say("a", WEST, 30);
        say("b", EAST, 10);
        say("b", EAST, 20);
        assertEquals(List.of("a [west] while b [east]"), spells.contradictions());
    }

    @Test
    void anAnswerWithBothIsFound() {
        say("a", List.of("east", "west"), 0);
        assertEquals(List.of("a [east, west]"), spells.contradictions());
    }

    @Test
    void ofWhatWasSaidInSilenceNothingIsKnown() {
        say("a", WEST, 0);
        spells.silent("a");
        say("b", EAST, 10);
        say("b", EAST, 20);
        say("b", NOWHERE, 30);
        say("a", WEST, 40);
        assertEquals(List.of(), spells.contradictions());
    }

    @Test
    void datacenterThatWasNeverNamedHasNoMoment() {
        say("a", NOWHERE, 0);
        assertTrue(spells.firstNamed("east", 0).isEmpty());
        assertTrue(spells.lastNamed("east", 10).isEmpty());
    }
}
