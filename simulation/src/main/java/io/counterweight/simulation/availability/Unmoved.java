package io.counterweight.simulation.availability;

import io.counterweight.simulation.availability.Resolvers.Answer;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Both datacenters in every answer, for ever, as with two address records and nobody who takes one away. */
final class Unmoved implements Steering {

    private final List<Answer> answers;

    Unmoved(List<String> datacenters, long ttlMillis) {
        SortedMap<String, Double> parts = new TreeMap<>();
        datacenters.forEach(each -> parts.put(each, 1.0 / datacenters.size()));
        this.answers = List.of(new Answer(parts, ttlMillis));
    }

    @Override
    public void now(SortedSet<String> dark, SortedSet<String> failing) {}

    @Override
    public void step() {}

    @Override
    public List<Answer> answers() {
        return answers;
    }
}
