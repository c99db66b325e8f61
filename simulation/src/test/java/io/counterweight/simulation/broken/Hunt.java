package io.counterweight.simulation.broken;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Plays the same seeds with every broken rule, one seed after the other, until an invariant notices each. */
final class Hunt {

    /**
     * What came of one broken rule.
     *
     * @param seeds how many worlds it took, or how many were played in vain
     * @param caught what did not hold in the last of them; empty when nothing noticed
     * @param story of one that no world caught: the first story of its rule that did not come out; empty when all did
     */
    record Trace(BrokenRule rule, int seeds, Optional<String> caught, Optional<String> story) {
        boolean escaped() {
            return caught.isEmpty() && story.isEmpty();
        }
    }

    /** How much is played: so many seeds from 1 on, no new one after so many seconds, on so many threads. */
    record Effort(int seeds, long seconds, int threads) {}

    private record Quarry(BrokenRule rule, BrokenWorlds classes, LongFunction<String> worlds) {
        Trace afterAll(int seeds) {
            return new Trace(rule, seeds, Optional.empty(), Stories.failing(rule.rule(), classes));
        }
    }

    private final LongFunction<String> sound = new BrokenWorlds(new TreeMap<>()).worlds();
    private final Map<Long, String> soundSaid = new ConcurrentHashMap<>();
    private final Compiler compiler = new Compiler();
    private final Sources sources;
    private final Consumer<Trace> onTrace;

    /** Tells of each that is caught at once, on any thread. */
    Hunt(Sources sources, Consumer<Trace> onTrace) {
        this.sources = sources;
        this.onTrace = onTrace;
    }

    /** All of these; the traces come in their order. */
    List<Trace> hunt(List<BrokenRule> rules, Effort effort) {
        Map<String, Trace> traces = new ConcurrentHashMap<>();
        List<Quarry> free = new ArrayList<>();
        for (BrokenRule rule : rules) {
            BrokenWorlds classes = new BrokenWorlds(compiler.compile(sources.broken(rule)));
            free.add(new Quarry(rule, classes, classes.worlds()));
        }
        long begun = System.nanoTime();
        int seed = 0;
        while (!free.isEmpty() && seed < effort.seeds && System.nanoTime() - begun < effort.seconds * 1_000_000_000L) {
            seed++;
            play(seed, free, traces, effort.threads);
            free.removeIf(each -> traces.containsKey(each.rule.name()));
        }
        for (Quarry each : free) {
            traces.put(each.rule.name(), each.afterAll(seed));
        }
        return rules.stream()
                .flatMap(rule -> Optional.ofNullable(traces.get(rule.name())).stream())
                .toList();
    }

    private void play(long seed, List<Quarry> free, Map<String, Trace> traces, int threads) {
        Queue<Quarry> waiting = new ConcurrentLinkedQueue<>(free);
        List<Thread> hunters = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            hunters.add(Thread.ofPlatform().name("hunter-" + i).start(() -> {
                for (Quarry at = waiting.poll(); at != null; at = waiting.poll()) {
                    Quarry quarry = at;
                    caught(quarry, seed).ifPresent(trace -> {
                        traces.put(quarry.rule.name(), trace);
                        onTrace.accept(trace);
                    });
                }
            }));
        }
        hunters.forEach(Hunt::join);
    }

    /** A world in which the sound rules do not hold either says nothing of a broken one. */
    private Optional<Trace> caught(Quarry quarry, long seed) {
        String said = quarry.worlds.apply(seed);
        boolean caught =
                !said.isEmpty() && soundSaid.computeIfAbsent(seed, sound::apply).isEmpty();
        return caught
                ? Optional.of(new Trace(quarry.rule, (int) seed, Optional.of(said), Optional.empty()))
                : Optional.empty();
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
