package io.counterweight.simulation.explore;

import java.util.List;

/**
 * What was chosen for one step.
 *
 * @param events what begins and what ends before the turns
 * @param order of the controllers' turns
 */
record Step(List<String> events, List<String> order) {

    /** What an event begins with that is a trouble's end. */
    static final String END = "end ";

    Step {
        events = List.copyOf(events);
        order = List.copyOf(order);
    }

    /** "cut east>west, end kill west/a: east/a west/a"; {@link #parse} reads it. */
    @Override
    public String toString() {
        return String.join(", ", events) + ": " + String.join(" ", order);
    }

    static Step parse(String text) {
        int colon = text.lastIndexOf(": ");
        if (colon < 0) {
            throw new IllegalArgumentException("step '" + text + "' has no ': ' between its events and its turns");
        }
        String events = text.substring(0, colon);
        String turns = text.substring(colon + 2);
        return new Step(
                events.isEmpty() ? List.of() : List.of(events.split(", ")),
                turns.isEmpty() ? List.of() : List.of(turns.split(" ")));
    }
}
