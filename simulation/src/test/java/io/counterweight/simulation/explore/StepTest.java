package io.counterweight.simulation.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    @Test
    void whatIsToldIsReadAgain() {
        Step both = new Step(List.of("cut east>west", "end kill west/a"), List.of("west/a", "east/a"));
        Step nothing = new Step(List.of(), List.of());

        assertEquals(both, Step.parse(both.toString()));
        assertEquals(nothing, Step.parse(nothing.toString()));
    }

    @Test
    void whatIsNoStepIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Step.parse("cut east>west"));
    }
}
