package io.counterweight.simulation.broken;

import io.counterweight.simulation.PlayedWorld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Plays the same random worlds with every broken rule until something notices each; with those that nothing noticed a small one is explored,
 * and the stories are told. For one thread.
 */
final class Hunt {

    /**
     * What came of one kind of worlds.
     *
     * @param played how many it took, or how many were played in vain
     * @param caught what did not hold in the last of them; empty when nothing noticed
     */
    record Search(int played, Optional<String> caught) {
        static Search none() {
            return new Search(0, Optional.empty());
        }
    }

    /**
     * What came of one broken rule.
     *
     * @param story of one that no world caught: the first story of its rule that did not come out; empty when all did
     */
    record Trace(BrokenRule rule, Search random, Search explored, Optional<String> story) {
        boolean caught() {
            return random.caught.isPresent() || explored.caught.isPresent();
        }

        boolean escaped() {
            return !caught() && story.isEmpty();
        }

        private Trace random(Search search) {
            return new Trace(rule, search, explored, story);
        }

        private Trace explored(Search search) {
            return new Trace(rule, random, search, story);
        }
    }

    /**
     * How much is played.
     *
     * @param seeds at most so many random worlds of each broken rule, from 1 on
     * @param seconds no new world after these, and no new story after five minutes more
     */
    record Effort(int seeds, long seconds) {}

    /** A random world: every other one is about what the rule has to do with. */
    private record Drawn(long seed, String about) {
        static Drawn of(long seed, BrokenRule rule) {
            return new Drawn(seed, seed % 2 == 0 ? PlayedWorld.about(rule.rule()) : "");
        }

        String play(BrokenPlace place) {
            return place.random().apply(seed, about);
        }
    }

    private interface Part {
        Trace of(Trace trace, BrokenPlace place);
    }

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final long STORIES_NANOS = 300_000_000_000L;

    private final BrokenWorlds sound = new BrokenWorlds(new TreeMap<>());
    private final Map<Drawn, String> soundRandom = new ConcurrentHashMap<>();
    private final Map<Long, String> soundExplored = new HashMap<>();
    private final Optional<Redefinition> redefinition = Redefinition.here();
    private final Compiler compiler = new Compiler();
    private final Sources sources;
    private final Consumer<Trace> onTrace;
    private long end;

    /** Tells of each after each part. */
    Hunt(Sources sources, Consumer<Trace> onTrace) {
        this.sources = sources;
        this.onTrace = onTrace;
    }

    /** All of these; the traces come in their order. Those that repeat a counterexample of the design are hunted first. */
    List<Trace> hunt(List<BrokenRule> rules, Effort effort) {
        end = System.nanoTime() + effort.seconds * 1_000_000_000L;
        redefinition.ifPresent(place -> playSoundly(place, rules, effort));
        SortedMap<String, Trace> traces = new TreeMap<>();
        rules.forEach(rule -> traces.put(rule.name(), new Trace(rule, Search.none(), Search.none(), Optional.empty())));
        List<Trace> order = new ArrayList<>(traces.values());
        order.sort(Comparator.comparing(trace -> !trace.rule.why().startsWith("counterexample")));
        List<Trace> many = each(order, (trace, place) -> random(trace, place, effort));
        List<Trace> small = each(many, (trace, place) -> explored(trace, place));
        each(small, this::told).forEach(trace -> traces.put(trace.rule.name(), trace));
        return rules.stream().map(rule -> traces.get(rule.name())).toList();
    }

    /** With the classes that are broken later, so that the JVM has compiled what all worlds have in common; as many as there is time for. */
    private void playSoundly(BrokenPlace place, List<BrokenRule> rules, Effort effort) {
        IntStream.rangeClosed(1, effort.seeds)
                .boxed()
                .flatMap(
                        seed -> rules.stream().map(rule -> Drawn.of(seed, rule)).distinct())
                .toList()
                .parallelStream()
                .filter(world -> System.nanoTime() < end)
                .forEach(world -> soundRandom.put(world, world.play(place)));
    }

    private List<Trace> each(List<Trace> all, Part part) {
        return all.stream().map(trace -> after(trace, part)).toList();
    }

    private Trace after(Trace trace, Part part) {
        Trace after = trace.caught() ? trace : broken(trace, part);
        if (!after.equals(trace)) {
            onTrace.accept(after);
        }
        return after;
    }

    private Trace broken(Trace trace, Part part) {
        SortedMap<String, byte[]> classes = compiler.compile(sources.broken(trace.rule));
        if (redefinition.isEmpty() || !redefinition.get().breaks(classes)) {
            return part.of(trace, new BrokenWorlds(classes));
        }
        try {
            return part.of(trace, redefinition.get());
        } finally {
            redefinition.get().mend();
        }
    }

    private Trace random(Trace trace, BrokenPlace place, Effort effort) {
        return trace.random(search(effort.seeds, seed -> {
            Drawn world = Drawn.of(seed, trace.rule);
            return soundRandom(world).isEmpty() ? world.play(place) : "";
        }));
    }

    private Trace explored(Trace trace, BrokenPlace place) {
        if (System.nanoTime() >= end) {
            return trace;
        }
        long world = smallWorld(trace.rule.rule());
        Optional<String> said = Optional.of(place.explored().apply(world))
                .filter(any -> !any.isEmpty() && soundExplored(world).isEmpty());
        return trace.explored(new Search(1, said));
    }

    /** The one in which there is something that the rule speaks of. */
    private static long smallWorld(String rule) {
        return rule.equals("E7") ? 2 : rule.equals("W5") ? 3 : 1;
    }

    private Trace told(Trace trace, BrokenPlace place) {
        if (System.nanoTime() >= end + STORIES_NANOS) {
            return trace;
        }
        return new Trace(trace.rule, trace.random, trace.explored, Stories.failing(trace.rule.rule(), place.classes()));
    }

    /** A world in which the sound rules do not hold either says nothing of a broken one: it is left out. As many at a time as there are cores. */
    private Search search(int most, LongFunction<String> worlds) {
        int played = 0;
        while (played < most && System.nanoTime() < end) {
            int from = played + 1;
            int to = Math.min(most, played + CORES);
            List<String> said = IntStream.rangeClosed(from, to)
                    .parallel()
                    .mapToObj(worlds::apply)
                    .toList();
            for (int i = 0; i < said.size(); i++) {
                if (!said.get(i).isEmpty()) {
                    return new Search(from + i, Optional.of(said.get(i)));
                }
            }
            played = to;
        }
        return new Search(played, Optional.empty());
    }

    private String soundRandom(Drawn world) {
        return soundRandom.computeIfAbsent(world, each -> each.play(sound));
    }

    private String soundExplored(long world) {
        return soundExplored.computeIfAbsent(world, sound.explored()::apply);
    }
}
