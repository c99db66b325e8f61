package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster;
import io.counterweight.simulation.SteppedCluster.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must follow once everything is mended (invariant 7): agreement, on the right plan. The way from a moment is always the same one,
 * so whatever reaches a moment from which it was played before need not be played on.
 */
final class Healing {

    private static final int AGREE_AFTER_STEPS = 20;
    private static final int DISAGREE_STEPS = 2;
    private static final int RIGHT_AFTER_STEPS = 80;
    private static final int STAYS_STEPS = 3;

    private final List<Trouble> troubles;
    private final Right right;
    private final Marks known = new Marks();

    Healing(List<Trouble> troubles, Right right) {
        this.troubles = troubles;
        this.right = right;
    }

    /** Mends everything in a copy, and plays on. Gives what does not hold. */
    Optional<String> of(Moment moment) {
        SteppedCluster cluster = moment.cluster.copy();
        troubles.stream()
                .filter(trouble -> moment.standing.contains(trouble.name()))
                .forEach(trouble -> trouble.ends().accept(cluster));
        List<Mark> passed = new ArrayList<>();
        int differing = 0;
        int settled = 0;
        for (int step = 0; step < RIGHT_AFTER_STEPS; step++) {
            Stage.take(cluster, cluster.next());
            Optional<String> broken = cluster.violation();
            if (broken.isPresent()) {
                return broken;
            }
            Mark mark = cluster.mark();
            settled = settled(cluster) ? settled + 1 : 0;
            if (settled >= STAYS_STEPS || known.contains(mark)) {
                passed.forEach(known::add);
                return Optional.empty();
            }
            passed.add(mark);
            differing = right.agreed(cluster.answers().values()) ? 0 : differing + 1;
            if (step > AGREE_AFTER_STEPS && differing > DISAGREE_STEPS) {
                return Optional.of("invariant 7: no agreement " + step + " steps after everything was mended: "
                        + cluster.answers());
            }
        }
        return Optional.of("invariant 7: not the right plan after everything was mended: " + cluster.answers());
    }

    private boolean settled(SteppedCluster cluster) {
        return right.reached(cluster.answers().values()) && !cluster.ordered();
    }
}
