package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Every way that a small world can go, step by step: breadth first, so that the first path to a violation is a shortest one. Moments
 * that no rule can tell apart are one (see {@code Fingerprint}).
 */
public final class Exploration {

    /**
     * What is explored.
     *
     * @param services which there are
     * @param kinds the first words of the troubles and orders that may begin; empty for all
     * @param faults how many troubles and orders may begin, at most
     * @param reorders in how many steps, at most, the turns are taken in another than the usual order
     * @param depth how many steps deep
     * @param mostStates where it ends before that depth
     * @param healEvery every so many-th state is healed and played on; 0 for none
     * @param mostFound it ends at so many violations
     */
    public record Settings(
            Services services,
            boolean witness,
            boolean measuresLoad,
            SortedSet<String> kinds,
            int faults,
            int reorders,
            int depth,
            int mostStates,
            int healEvery,
            int mostFound) {

        public Settings {
            if (services.exclusive() && !witness) {
                throw new IllegalArgumentException(
                        "SITES=alone with SERVICES=exclusive: with two in the voting set only people"
                                + " move it, and nobody here does; choose SITES=witness");
            }
            kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
        }
    }

    /** What does not hold, and the steps to it, which {@link #replay} plays again. */
    public record Found(String what, List<String> path) {
        public Found {
            path = List.copyOf(path);
        }

        @Override
        public String toString() {
            return what + "\n  " + String.join("\n  ", path);
        }
    }

    /**
     * What came of it.
     *
     * @param states that no rule can take for each other, the first one included
     * @param transitions turns of the whole cluster that led to them
     * @param depth to which all of them were explored
     * @param closed nothing new is reached from any of them: a greater depth has no more
     * @param byDepth how many were new at each step
     * @param healed from how many everything was mended and played on
     */
    public record Result(
            long states,
            long transitions,
            int depth,
            boolean closed,
            List<Integer> byDepth,
            long healed,
            List<Found> found) {
        public Result {
            byDepth = List.copyOf(byDepth);
            found = List.copyOf(found);
        }
    }

    private Exploration() {}

    public static Result run(Settings settings) {
        return run(settings, cluster -> Optional.empty());
    }

    /** Under one more demand: what it gives does not hold. */
    static Result run(Settings settings, Function<SteppedCluster, Optional<String>> demand) {
        return new Search(settings, Stage.of(settings, demand)).run();
    }

    /** Plays a path again. Gives what does not hold at its end, or before. */
    public static Optional<String> replay(Settings settings, List<String> path) {
        return replay(settings, path, cluster -> Optional.empty());
    }

    static Optional<String> replay(
            Settings settings, List<String> path, Function<SteppedCluster, Optional<String>> demand) {
        Stage stage = Stage.of(settings, demand);
        Moment moment = stage.first(settings);
        for (String line : path) {
            if (line.equals(Paths.HEALED)) {
                return stage.healing().of(moment);
            }
            moment = stage.play(moment, Step.parse(line));
            Optional<String> broken = stage.broken(moment);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }
}
