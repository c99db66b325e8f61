package io.counterweight.simulation.broken;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Plays the same worlds with every broken rule until something notices each: a few random ones; with those that go on a small one is explored, then
 * as many random ones are played as there is time for, and the stories told.
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
     * @param seconds no new world after these
     */
    record Effort(int seeds, long seconds, int threads) {}

    private interface Part {
        Trace of(Trace trace, BrokenWorlds classes);
    }

    private static final int FIRST_SEEDS = 4;

    private final BrokenWorlds sound = new BrokenWorlds(new TreeMap<>());
    private final Map<Long, String> soundRandom = new ConcurrentHashMap<>();
    private final Map<Long, String> soundExplored = new ConcurrentHashMap<>();
    private final Compiler compiler = new Compiler();
    private final Sources sources;
    private final Consumer<Trace> onTrace;
    private long end;

    /** Tells of each after each of the parts, on any thread. */
    Hunt(Sources sources, Consumer<Trace> onTrace) {
        this.sources = sources;
        this.onTrace = onTrace;
    }

    /** All of these; the traces come in their order. Those that repeat a counterexample of the design are hunted first. */
    List<Trace> hunt(List<BrokenRule> rules, Effort effort) {
        end = System.nanoTime() + effort.seconds * 1_000_000_000L;
        SortedMap<String, Trace> traces = new TreeMap<>();
        rules.forEach(rule -> traces.put(rule.name(), new Trace(rule, Search.none(), Search.none(), Optional.empty())));
        List<Trace> order = new ArrayList<>(traces.values());
        order.sort(Comparator.comparing(trace -> !trace.rule.why().startsWith("counterexample")));
        List<Trace> few = each(order, effort, (trace, classes) -> random(trace, classes, FIRST_SEEDS, effort));
        List<Trace> small = each(few, effort, (trace, classes) -> explored(trace, classes));
        List<Trace> many = each(small, effort, (trace, classes) -> random(trace, classes, effort.seeds, effort));
        each(many, effort, Hunt::told).forEach(trace -> traces.put(trace.rule.name(), trace));
        return rules.stream().map(rule -> traces.get(rule.name())).toList();
    }

    private List<Trace> each(List<Trace> all, Effort effort, Part part) {
        Queue<Integer> waiting = new ConcurrentLinkedQueue<>();
        Trace[] after = all.toArray(Trace[]::new);
        for (int i = 0; i < after.length; i++) {
            waiting.add(i);
        }
        List<Thread> hunters = new ArrayList<>();
        for (int i = 0; i < effort.threads; i++) {
            hunters.add(Thread.ofPlatform().name("hunter-" + i).start(() -> {
                for (Integer at = waiting.poll(); at != null; at = waiting.poll()) {
                    after[at] = after(after[at], part);
                }
            }));
        }
        hunters.forEach(Hunt::join);
        return List.of(after);
    }

    private Trace after(Trace trace, Part part) {
        BrokenWorlds classes = new BrokenWorlds(compiler.compile(sources.broken(trace.rule)));
        Trace after = part.of(trace, classes);
        if (!after.equals(trace)) {
            onTrace.accept(after);
        }
        return after;
    }

    private Trace random(Trace trace, BrokenWorlds classes, int seeds, Effort effort) {
        int most = Math.min(seeds, effort.seeds);
        return trace.caught() ? trace : trace.random(search(trace.random, most, classes.random(), this::soundRandom));
    }

    private Trace explored(Trace trace, BrokenWorlds classes) {
        if (trace.caught() || System.nanoTime() >= end) {
            return trace;
        }
        long world = smallWorld(trace.rule.rule());
        Optional<String> said = Optional.of(classes.explored().apply(world))
                .filter(any -> !any.isEmpty() && soundExplored(world).isEmpty());
        return trace.explored(new Search(1, said));
    }

    /** The one in which there is something that the rule speaks of. */
    private static long smallWorld(String rule) {
        return rule.equals("E7") ? 2 : rule.equals("W5") ? 3 : 1;
    }

    private static Trace told(Trace trace, BrokenWorlds classes) {
        return trace.caught()
                ? trace
                : new Trace(trace.rule, trace.random, trace.explored, Stories.failing(trace.rule.rule(), classes));
    }

    /** A world in which the sound rules do not hold either says nothing of a broken one: it is left out. */
    private Search search(Search before, int most, LongFunction<String> worlds, LongFunction<String> soundly) {
        int played = before.played;
        while (played < most && System.nanoTime() < end) {
            played++;
            String said = soundly.apply(played).isEmpty() ? worlds.apply(played) : "";
            if (!said.isEmpty()) {
                return new Search(played, Optional.of(said));
            }
        }
        return new Search(played, Optional.empty());
    }

    private String soundRandom(long seed) {
        return soundRandom.computeIfAbsent(seed, sound.random()::apply);
    }

    private String soundExplored(long world) {
        return soundExplored.computeIfAbsent(world, sound.explored()::apply);
    }

    private static void join(Thread hunter) {
        try {
            hunter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while broken rules are hunted", e);
        }
    }
}
