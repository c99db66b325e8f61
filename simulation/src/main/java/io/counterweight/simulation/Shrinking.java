package io.counterweight.simulation;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fewest strikes of a failed world that break the same invariant: those are left out, one part after the other, without which it
 * still breaks (delta debugging, Zeller and Hildebrandt, 2002).
 *
 * @param kept the numbers of the strikes that remain
 */
record Shrinking(Outcome outcome, List<Integer> kept) {

    /** With fewer strikes a world comes to the same point a little sooner or later. */
    private static final long MARGIN_MILLIS = 600_000;

    static Shrinking of(Outcome failed) {
        RandomWorld.Part world = RandomWorld.Part.all(failed.simulatedMillis() + MARGIN_MILLIS);
        List<Integer> kept = IntStream.range(0, failed.strikes()).boxed().toList();
        Outcome best = failed;
        for (int part = Math.max(1, kept.size() / 2); ; part = Math.max(1, part / 2)) {
            boolean fewer = false;
            for (int from = 0; from < kept.size(); ) {
                List<Integer> rest = without(kept, from, Math.min(kept.size(), from + part));
                Outcome again = RandomWorld.play(failed.seed(), world.only(new TreeSet<>(rest)::contains));
                if (what(again).equals(what(failed))) {
                    kept = rest;
                    best = again;
                    fewer = true;
                } else {
                    from += part;
                }
            }
            if (part == 1 && !fewer) {
                return new Shrinking(best, kept);
            }
        }
    }

    private static List<Integer> without(List<Integer> all, int from, int to) {
        return IntStream.range(0, all.size())
                .filter(i -> i < from || i >= to)
                .mapToObj(all::get)
                .toList();
    }

    /** The invariant, without whom it hit. */
    private static Optional<String> what(Outcome outcome) {
        return outcome.failure().map(failure -> failure.what().replaceAll("[:,].*", ""));
    }

    /** The diary, the cluster, and the strikes, for a regression test. */
    String told() {
        Outcome.Failure failure = outcome.failure().orElseThrow();
        return failure.what() + "\ndiary\n  " + String.join("\n  ", failure.diary()) + "\n" + failure.cluster()
                + "\nstrikes " + kept.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " of seed "
                + outcome.seed();
    }
}
