package io.counterweight.simulation.availability;

import io.counterweight.simulation.availability.Resolvers.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The best that anybody can do who needs this long to notice: it knows what is down, sends nobody there, and sends everybody back at
 * once. Its answers live as short as they may while anything is down.
 */
final class Oracle implements Steering {

    private record Known(long atMillis, SortedSet<String> down) {}

    private final List<String> datacenters;
    private final Delays delays;
    private final Deque<Known> coming = new ArrayDeque<>();
    private SortedSet<String> down = new TreeSet<>();
    private long now;

    /** How long it takes to notice, how long answers live in trouble and in calm, and how long a step is; all in milliseconds. */
    record Delays(long detection, long ttlMin, long ttlMax, long step) {}

    Oracle(List<String> datacenters, Delays delays) {
        this.datacenters = List.copyOf(datacenters);
        this.delays = delays;
    }

    @Override
    public void now(SortedSet<String> dark, SortedSet<String> failing) {
        SortedSet<String> all = new TreeSet<>(dark);
        all.addAll(failing);
        coming.add(new Known(now + delays.detection(), all));
    }

    @Override
    public void step() {
        now += delays.step();
        while (!coming.isEmpty() && coming.getFirst().atMillis() <= now) {
            down = coming.removeFirst().down();
        }
    }

    @Override
    public List<Answer> answers() {
        List<String> up =
                datacenters.stream().filter(each -> !down.contains(each)).toList();
        List<String> named = up.isEmpty() ? datacenters : up;
        SortedMap<String, Double> parts = new TreeMap<>();
        named.forEach(each -> parts.put(each, 1.0 / named.size()));
        return List.of(new Answer(parts, down.isEmpty() ? delays.ttlMax() : delays.ttlMin()));
    }
}
