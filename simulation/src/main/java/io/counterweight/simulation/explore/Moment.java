package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster;
import io.counterweight.simulation.SteppedCluster.Mark;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A small world between two steps: the cluster, what stands, and what may still happen. Not changed by what follows it. */
final class Moment {

    final SteppedCluster cluster;
    final SortedSet<String> standing;
    final int left;
    final int reorders;
    private final boolean untouched;

    /**
     * A moment.
     *
     * @param standing the names of the troubles that stand, and of those that may not happen again
     * @param left how many more may begin
     * @param reorders in how many more steps the turns may be taken in another than the usual order
     * @param untouched nothing happened yet that may move a weight
     */
    Moment(SteppedCluster cluster, SortedSet<String> standing, int left, int reorders, boolean untouched) {
        this.cluster = cluster;
        this.standing = standing;
        this.left = left;
        this.reorders = reorders;
        this.untouched = untouched;
    }

    /** A copy in which this begins. */
    Moment with(Trouble trouble) {
        SteppedCluster copy = cluster.copy();
        trouble.begins().accept(copy);
        SortedSet<String> now = new TreeSet<>(standing);
        now.add(trouble.name());
        return new Moment(copy, now, left - 1, reorders, untouched && trouble.beside());
    }

    /** A copy in which this is over. */
    Moment without(Trouble trouble) {
        SteppedCluster copy = cluster.copy();
        trouble.ends().accept(copy);
        SortedSet<String> now = new TreeSet<>(standing);
        now.remove(trouble.name());
        return new Moment(copy, now, left, reorders, untouched);
    }

    /** What a step made of it; so many more may be taken in an unusual order. */
    Moment after(SteppedCluster stepped, int reordersLeft) {
        return new Moment(stepped, standing, left, reordersLeft, untouched);
    }

    /** What does not hold here. */
    Optional<String> violation(Right right) {
        Optional<String> broken = cluster.violation();
        if (broken.isPresent() || !untouched) {
            return broken;
        }
        return cluster.answers().entrySet().stream()
                .filter(each -> !right.kept(each.getValue()))
                .findFirst()
                .map(each -> "invariant 2: " + each.getKey() + " answers " + each.getValue()
                        + ", though nothing happened to any application");
    }

    /** What happened once and is over matters only as long as anything more may happen. */
    Mark mark(Set<String> lasting) {
        Mark mark = cluster.mark();
        List<String> matter = standing.stream()
                .filter(name -> left > 0 || lasting.contains(name))
                .toList();
        long rest = Objects.hash(matter, left, reorders, untouched);
        long mixed = rest * 0x9E3779B97F4A7C15L;
        return new Mark(mark.high() ^ mixed, mark.low() + Long.rotateLeft(mixed, 29));
    }
}
